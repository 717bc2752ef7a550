package scanmill.configuration;

import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * The learning rate.
 *
 * @param initialLr of the first epoch
 */
public record Scheduler(
    @Default("0.001") @Range(above = 0) double initialLr, @Default("{}") LrScheduler lrScheduler) {
  public Scheduler {
    double lowest = lrScheduler.etaMin().orElse(0.0);
    if (lowest > initialLr) {
      throw new IllegalArgumentException(
          "lr_scheduler.eta_min is at most initial_lr; they are " + lowest + " and " + initialLr);
    }
  }
}
