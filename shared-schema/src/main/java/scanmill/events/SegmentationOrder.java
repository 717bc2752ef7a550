package scanmill.events;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;

/**
 * What is being done, resolved once and carried unchanged from stage to stage, so that no stage
 * joins two streams.
 *
 * @param request id of the {@link SegmentationRequested} event
 * @param image the scan as it came; of several images the one whose grid the result lies on
 * @param upload what was dropped, where it was dropped
 * @param reference labels to compare with
 * @param wishes beyond what the model does by itself; models of an ensemble in the versions that
 *     were meant
 * @param images all of them by contrast, where there are several or some may be missing
 */
public record SegmentationOrder(
    String request,
    ScanId scan,
    ArtifactRef image,
    ModelRef model,
    Optional<UploadId> upload,
    Optional<ArtifactRef> reference,
    Optional<SegmentationWishes> wishes,
    Optional<Map<String, ArtifactRef>> images) {
  public SegmentationOrder {
    images = images.map(map -> Collections.unmodifiableMap(new TreeMap<>(map)));
  }

  /** A line for each of the images by contrast, with its digest; empty where there is one only. */
  public String imageLines() {
    StringBuilder lines = new StringBuilder();
    images
        .orElse(Map.of())
        .forEach((contrast, image) -> lines.append(contrast + " " + image.sha256() + "\n"));
    return lines.toString();
  }

  /** Of one image. */
  public SegmentationOrder(
      String request,
      ScanId scan,
      ArtifactRef image,
      ModelRef model,
      Optional<UploadId> upload,
      Optional<ArtifactRef> reference,
      Optional<SegmentationWishes> wishes) {
    this(request, scan, image, model, upload, reference, wishes, Optional.empty());
  }

  /** Of one image, without wishes. */
  public SegmentationOrder(
      String request,
      ScanId scan,
      ArtifactRef image,
      ModelRef model,
      Optional<UploadId> upload,
      Optional<ArtifactRef> reference) {
    this(request, scan, image, model, upload, reference, Optional.empty());
  }
}
