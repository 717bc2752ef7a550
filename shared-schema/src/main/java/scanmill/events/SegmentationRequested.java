package scanmill.events;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;

/**
 * Someone wants this scan segmented by this model. Anyone may publish it.
 *
 * <p>Either an image or images by contrast, for models that take several together.
 *
 * @param scan read from the name of the image, or made from its digest, where absent
 * @param reference labels to compare the result with
 * @param wishes beyond what the model does by itself
 * @param images {@code T1w}, {@code T2w} and so on, aligned with each other
 */
public record SegmentationRequested(
    Optional<ScanId> scan,
    Optional<ObjectLocation> image,
    ModelId model,
    Optional<UploadId> upload,
    Optional<ObjectLocation> reference,
    Optional<SegmentationWishes> wishes,
    Optional<Map<String, ObjectLocation>> images)
    implements Event {
  public SegmentationRequested {
    images = images.map(map -> Collections.unmodifiableMap(new TreeMap<>(map)));
  }

  /** Of one image. */
  public SegmentationRequested(
      Optional<ScanId> scan,
      ObjectLocation image,
      ModelId model,
      Optional<UploadId> upload,
      Optional<ObjectLocation> reference,
      Optional<SegmentationWishes> wishes) {
    this(scan, Optional.of(image), model, upload, reference, wishes, Optional.empty());
  }

  /** Of one image, without wishes. */
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
    return scan.map(ScanId::toString)
        .or(() -> image.map(ObjectLocation::key))
        .or(() -> images.flatMap(all -> all.values().stream().findFirst()).map(ObjectLocation::key))
        .orElseGet(model::toString);
  }
}
