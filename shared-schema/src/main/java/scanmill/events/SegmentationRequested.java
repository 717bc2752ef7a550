package scanmill.events;

import java.util.Optional;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;

/**
 * Someone wants this scan segmented by this model. Anyone may publish it.
 *
 * @param scan read from the name of the image, or made from its digest, where absent
 * @param reference labels to compare the result with
 * @param wishes beyond what the model does by itself
 */
public record SegmentationRequested(
    Optional<ScanId> scan,
    ObjectLocation image,
    ModelId model,
    Optional<UploadId> upload,
    Optional<ObjectLocation> reference,
    Optional<SegmentationWishes> wishes)
    implements Event {
  /** Without wishes. */
  public SegmentationRequested(
      Optional<ScanId> scan,
      ObjectLocation image,
      ModelId model,
      Optional<UploadId> upload,
      Optional<ObjectLocation> reference) {
    this(scan, image, model, upload, reference, Optional.empty());
  }

  /** The least that somebody outside has to say. */
  public static SegmentationRequested of(String imageKey, ModelId model) {
    return new SegmentationRequested(
        Optional.empty(), ObjectLocation.of(imageKey), model, Optional.empty(), Optional.empty());
  }

  @Override
  public String key() {
    return scan.map(ScanId::toString).orElse(image.key());
  }
}
