package scanmill.events;

import scanmill.problems.Problem;

/** The network could not be run on the sample; asking again is allowed. */
public record PredictionFailed(SegmentationOrder order, Problem problem) implements Event {
  @Override
  public String key() {
    return order.scan().toString();
  }
}
