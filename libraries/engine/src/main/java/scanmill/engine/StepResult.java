package scanmill.engine;

import java.util.List;

/**
 * What one training step found, all measured before its update.
 *
 * @param loss the value of the loss that was minimised
 * @param gradientNorm the gradient's global norm before clipping
 * @param observed the values of the losses that were only looked at, in their order
 */
public record StepResult(double loss, double gradientNorm, List<Double> observed) {

  public StepResult {
    observed = List.copyOf(observed);
  }

  /** Whether the weights were changed: a step whose loss or gradient is not finite leaves them. */
  public boolean updated() {
    return Double.isFinite(loss) && Double.isFinite(gradientNorm);
  }
}
