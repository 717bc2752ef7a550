package scanmill.events;

/**
 * The scan is prepared under the plan of its model and lies there.
 *
 * @param sample float32 NIfTI on the grid the network sees, one channel per contrast; 0 everywhere
 *     where there was no image
 * @param history what was done to get there, as JSON, so that it can be undone
 */
public record SampleReady(SegmentationOrder order, ArtifactRef sample, ArtifactRef history)
    implements Event {
  @Override
  public String key() {
    return order.scan().toString();
  }
}
