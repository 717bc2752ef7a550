package scanmill.events;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The probabilities of the network lie there, on the grid of the sample.
 *
 * @param probabilities 4D float32 NIfTI, one soft channel per class
 * @param device {@code cpu} or {@code cuda:0}
 * @param seconds spent in the network
 * @param uncertainty where it was asked for: 4D float32 NIfTI on the scan's own grid, by measure,
 *     {@code soft}, {@code unc-vox} and so on
 * @param notes what to know about it, such as that nothing was found to look at
 */
public record PredictionProduced(
    SegmentationOrder order,
    ArtifactRef history,
    ArtifactRef probabilities,
    String device,
    double seconds,
    Optional<Map<String, ArtifactRef>> uncertainty,
    Optional<List<String>> notes)
    implements Event {
  public PredictionProduced {
    uncertainty = uncertainty.map(maps -> Collections.unmodifiableMap(new TreeMap<>(maps)));
    notes = notes.map(List::copyOf);
  }

  /** Of which nothing more is to be said. */
  public PredictionProduced(
      SegmentationOrder order,
      ArtifactRef history,
      ArtifactRef probabilities,
      String device,
      double seconds) {
    this(order, history, probabilities, device, seconds, Optional.empty(), Optional.empty());
  }

  @Override
  public String key() {
    return order.scan().toString();
  }
}
