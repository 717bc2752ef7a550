package scanmill.engine;

import java.util.OptionalDouble;

/**
 * What one training step needs besides its batch.
 *
 * @param learningRate Adam's, at least 0
 * @param gradientClipping the largest global norm the gradient may keep; empty means no clipping
 * @param dropoutSeed decides which channels are dropped; make it by {@link Seed#of(long...)} from
 *     (run seed, epoch, step), so that a resumed run drops the same ones
 */
public record StepSettings(double learningRate, OptionalDouble gradientClipping, long dropoutSeed) {

  public StepSettings {
    if (!(learningRate >= 0) || Double.isInfinite(learningRate)) {
      throw new IllegalArgumentException("A learning rate is at least 0, not " + learningRate);
    }
    if (gradientClipping.isPresent() && !(gradientClipping.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          "The largest gradient norm is above 0, not " + gradientClipping.getAsDouble());
    }
  }

  /** No clipping. */
  public StepSettings(double learningRate, long dropoutSeed) {
    this(learningRate, OptionalDouble.empty(), dropoutSeed);
  }
}
