package scanmill.events;

import scanmill.problems.Problem;

/** The prediction could not be brought back onto the scan; asking again is allowed. */
public record PostprocessingFailed(SegmentationOrder order, Problem problem) implements Event {
  @Override
  public String key() {
    return order.scan().toString();
  }
}
