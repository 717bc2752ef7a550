package scanmill.engine;

import java.util.OptionalDouble;

/**
 * What one training step needs besides its batch.
 *
 * @param learningRate at least 0
 * @param gradientClipping the largest global norm the gradient may keep; empty means no clipping
 * @param dropoutSeed decides which channels are dropped; make it by {@link Seed#of(long...)} from
 *     (run seed, epoch, step), so that a resumed run drops the same ones
 * @param share the weight of this batch's gradient, above 0; 1 / n if the gradients of n batches
 *     are added up
 * @param update whether the weights change now; if not, the gradient is kept and added to the next
 *     one
 */
public record StepSettings(
    double learningRate,
    OptionalDouble gradientClipping,
    long dropoutSeed,
    double share,
    boolean update) {

  public StepSettings {
    if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("A learning rate is at least 0, not " + learningRate);
    }
    if (gradientClipping.isPresent() && !(gradientClipping.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "The largest gradient norm is above 0, not " + gradientClipping.getAsDouble());
    }
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("A batch's share is above 0 and at most 1, not " + share);
    }
  }

  /** A step of its own. */
  public StepSettings(double learningRate, OptionalDouble gradientClipping, long dropoutSeed) {
    this(learningRate, gradientClipping, dropoutSeed, 1, true);
  }

  /** No clipping. */
  public StepSettings(double learningRate, long dropoutSeed) {
    this(learningRate, OptionalDouble.empty(), dropoutSeed);
  }
}
