package scanmill.configuration;

import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * How long to train.
 *
 * @param numEpochs passes over the training set
 * @param earlyStoppingPatience epochs without improvement after which training ends
 * @param earlyStoppingEpsilon an improvement is a loss lower by more than this
 */
public record TrainingTime(
    @Default("100") @Range(min = 1) int numEpochs,
    @Default("50") @Range(min = 1) int earlyStoppingPatience,
    @Default("0.001") @Range(min = 0) double earlyStoppingEpsilon) {}
