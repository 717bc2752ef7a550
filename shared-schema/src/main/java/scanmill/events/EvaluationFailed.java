package scanmill.events;

import scanmill.problems.Problem;

/** The result could not be compared with its reference; the result itself stands. */
public record EvaluationFailed(SegmentationOrder order, Problem problem) implements Event {
  @Override
  public String key() {
    return order.scan().toString();
  }
}
