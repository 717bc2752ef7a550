package scanmill.trainer;

import io.micrometer.core.instrument.MeterRegistry;

/**
 * What a dashboard sees of runs: how long they wait for data, who prepares scans, who makes
 * batches. Safe for use by many threads.
 */
final class LearningMeasures {
  private final MeterRegistry registry;

  LearningMeasures(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * An epoch went by.
   *
   * @param waiting share of it in which the network had nothing to learn from, 0 to 1
   */
  void epoch(double waiting) {
    registry.summary("scanmill.learning.waiting").record(waiting);
  }

  /**
   * A scan is prepared, or cannot be.
   *
   * @param by {@code training} or {@code preprocess}
   * @param outcome {@code prepared} or {@code failed}
   */
  void scan(String by, String outcome) {
    registry.counter("scanmill.prepared.scans", "by", by, "outcome", outcome).increment();
  }

  /**
   * A chunk of batches was learnt from.
   *
   * @param remote whether a replica made it
   */
  void chunk(boolean remote) {
    registry.counter("scanmill.chunks", "by", remote ? "preprocess" : "training").increment();
  }
}
