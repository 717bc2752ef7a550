package scanmill.configuration;

import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * The learning rate.
 *
 * @param initialLr of the first epoch
 * @param warmUpEpochs over which the rate grows to it, step by step. Not in ivadomed
 */
public record Scheduler(
    @Default("0.001") @Range(above = 0) double initialLr,
    @Default("{}") LrScheduler lrScheduler,
    @Default("0") @Range(min = 0) int warmUpEpochs) {
  public Scheduler {
    double lowest = lrScheduler.etaMin().orElse(0.0);
    if (lowest > initialLr) {
      throw new IllegalArgumentException(
          "lr_scheduler.eta_min is at most initial_lr; they are " + lowest + " and " + initialLr);
    }
  }
}
