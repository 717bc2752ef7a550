package scanmill.configuration;

import scanmill.specs.Default;

/**
 * How long to train.
 *
 * @param numEpochs passes over the training set
 * @param earlyStoppingPatience epochs without improvement after which training ends
 * @param earlyStoppingEpsilon an improvement is a loss lower by more than this
 */
public record TrainingTime(
    @Default("100") int numEpochs,
    @Default("50") int earlyStoppingPatience,
    @Default("0.001") double earlyStoppingEpsilon) {
  public TrainingTime {
    if (numEpochs < 1) {
      throw new IllegalArgumentException("num_epochs is at least 1");
    }
    if (earlyStoppingPatience < 1) {
      throw new IllegalArgumentException("early_stopping_patience is at least 1");
    }
  }
}
