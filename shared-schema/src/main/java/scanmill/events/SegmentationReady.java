package scanmill.events;

import java.util.List;
import java.util.Map;

/**
 * Labels on the scan's own grid lie there.
 *
 * @param segmentation integer NIfTI, 0 is background
 * @param probabilities one soft NIfTI per class, in the order of the labels
 * @param manifest JSON: digests, versions, times, volumes
 * @param overlay PNG
 * @param volumesMm3 by label name
 */
public record SegmentationReady(
    SegmentationOrder order,
    ArtifactRef segmentation,
    List<ArtifactRef> probabilities,
    ArtifactRef manifest,
    ArtifactRef overlay,
    Map<String, Double> volumesMm3)
    implements Event {
  public SegmentationReady {
    probabilities = List.copyOf(probabilities);
    volumesMm3 = Map.copyOf(volumesMm3);
  }

  @Override
  public String key() {
    return order.scan().toString();
  }
}
