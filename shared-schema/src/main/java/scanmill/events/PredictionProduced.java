package scanmill.events;

/**
 * The probabilities of the network lie there, on the grid of the sample.
 *
 * @param probabilities 4D float32 NIfTI, one soft channel per class
 * @param device {@code cpu} or {@code cuda:0}
 * @param seconds spent in the network
 */
public record PredictionProduced(
    SegmentationOrder order,
    ArtifactRef history,
    ArtifactRef probabilities,
    String device,
    double seconds)
    implements Event {
  @Override
  public String key() {
    return order.scan().toString();
  }
}
