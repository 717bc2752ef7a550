package scanmill.events;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Labels on the scan's own grid lie there.
 *
 * @param segmentation integer NIfTI, 0 is background
 * @param probabilities one soft NIfTI per class, in the order of the labels
 * @param manifest JSON: digests, versions, times, volumes
 * @param overlay PNG
 * @param volumesMm3 by label name
 * @param uncertainty where it was asked for: 4D float32 NIfTI by measure
 * @param notes what to know about it, such as that nothing was found to look at
 * @param pictures where they were wished and the scan is one slice: a PNG per class, 255 where the
 *     network is sure
 */
public record SegmentationReady(
    SegmentationOrder order,
    ArtifactRef segmentation,
    List<ArtifactRef> probabilities,
    ArtifactRef manifest,
    ArtifactRef overlay,
    Map<String, Double> volumesMm3,
    Optional<Map<String, ArtifactRef>> uncertainty,
    Optional<List<String>> notes,
    Optional<List<ArtifactRef>> pictures)
    implements Event {
  public SegmentationReady {
    probabilities = List.copyOf(probabilities);
    volumesMm3 = Map.copyOf(volumesMm3);
    uncertainty = uncertainty.map(maps -> Collections.unmodifiableMap(new TreeMap<>(maps)));
    notes = notes.map(List::copyOf);
    pictures = pictures.map(List::copyOf);
  }

  /** Of which nothing more is to be said. */
  public SegmentationReady(
      SegmentationOrder order,
      ArtifactRef segmentation,
      List<ArtifactRef> probabilities,
      ArtifactRef manifest,
      ArtifactRef overlay,
      Map<String, Double> volumesMm3) {
    this(
        order,
        segmentation,
        probabilities,
        manifest,
        overlay,
        volumesMm3,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  @Override
  public String key() {
    return order.scan().toString();
  }
}
