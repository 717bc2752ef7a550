package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;

/**
 * How a network is trained.
 *
 * @param batchSize samples per step, and per call of the network when it predicts
 * @param mixupAlpha of the Beta distribution that mixes pairs of samples; absent for no mixing
 * @param gradientClipping largest global norm of the gradient; absent for no bound. Not in ivadomed
 */
public record TrainingParameters(
    @Default("18") int batchSize,
    @Default("{}") Loss loss,
    @Default("{}") TrainingTime trainingTime,
    @Default("{}") Scheduler scheduler,
    @Default("{}") BalanceSamples balanceSamples,
    @Default("null") Optional<Double> mixupAlpha,
    @Default("{}") TransferLearning transferLearning,
    Optional<Double> gradientClipping) {
  public TrainingParameters {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch_size is at least 1");
    }
    if (gradientClipping.isPresent() && !(gradientClipping.get() > 0)) {
      throw new IllegalArgumentException("gradient_clipping is above 0");
    }
    if (mixupAlpha.isPresent() && !(mixupAlpha.get() > 0)) {
      throw new IllegalArgumentException("mixup_alpha is above 0");
    }
  }
}
