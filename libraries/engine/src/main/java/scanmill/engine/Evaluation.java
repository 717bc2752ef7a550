package scanmill.engine;

import java.util.List;

/**
 * A prediction and how well it fits.
 *
 * @param prediction (N, C, H, W) or (N, C, H, W, D)
 * @param losses one value per loss that was asked for, in their order
 */
public record Evaluation(Tensor prediction, List<Double> losses) {
  public Evaluation {
    losses = List.copyOf(losses);
  }
}
