package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.OneOf;
import scanmill.specs.Range;

/**
 * How a network is trained.
 *
 * @param batchSize samples per step, and per call of the network when it predicts
 * @param mixupAlpha of the Beta distribution that mixes pairs of samples; absent for no mixing
 * @param gradientClipping largest global norm of the gradient; absent for no bound. Not in ivadomed
 * @param gradientAccumulation batches whose gradients make one step. Not in ivadomed
 * @param optimizer how gradients change weights. Not in ivadomed
 * @param precision of convolutions while learning. Not in ivadomed
 */
public record TrainingParameters(
    @Default("18") @Range(min = 1) int batchSize,
    @Default("{}") Loss loss,
    @Default("{}") TrainingTime trainingTime,
    @Default("{}") Scheduler scheduler,
    @Default("{}") BalanceSamples balanceSamples,
    @Default("null") @Range(above = 0) Optional<Double> mixupAlpha,
    @Default("{}") TransferLearning transferLearning,
    @Range(above = 0) Optional<Double> gradientClipping,
    @Default("1") @Range(min = 1) int gradientAccumulation,
    @Default("{}") OptimizerParameters optimizer,
    @Default("float32") @OneOf({"float32", "bfloat16"}) String precision) {}
