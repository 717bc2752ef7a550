package scanmill.events;

import java.util.Optional;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;

/**
 * What is being done, resolved once and carried unchanged from stage to stage, so that no stage
 * joins two streams.
 *
 * @param request id of the {@link SegmentationRequested} event
 * @param image the scan as it came
 * @param upload what was dropped, where it was dropped
 * @param reference labels to compare with
 * @param wishes beyond what the model does by itself
 */
public record SegmentationOrder(
    String request,
    ScanId scan,
    ArtifactRef image,
    ModelRef model,
    Optional<UploadId> upload,
    Optional<ArtifactRef> reference,
    Optional<SegmentationWishes> wishes) {
  /** Without wishes. */
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
