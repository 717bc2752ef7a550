package scanmill.configuration;

import scanmill.specs.Default;

/**
 * The learning rate.
 *
 * @param initialLr of the first epoch
 */
public record Scheduler(
    @Default("0.001") double initialLr, @Default("{}") LrScheduler lrScheduler) {
  public Scheduler {
    if (!(initialLr > 0)) {
      throw new IllegalArgumentException("initial_lr is above 0");
    }
  }
}
