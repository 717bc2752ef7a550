package scanmill.engine;

import java.util.Set;

/**
 * How a network learns, for as long as it does.
 *
 * @param frozen names of trainable tensors that stay as they are
 */
public record LearningSettings(Optimizer optimizer, Precision precision, Set<String> frozen) {

  /** Adam in 32 bits, everything learns. */
  public static final LearningSettings DEFAULT =
      new LearningSettings(Optimizer.DEFAULT, Precision.FLOAT32, Set.of());

  public LearningSettings {
    frozen = Set.copyOf(frozen);
  }
}
