package scanmill.events;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.ids.ModelId;

/**
 * What somebody wants of a segmentation beyond what the model does by itself. Everything may be
 * absent; then the model's configuration decides.
 *
 * @param uncertainty how sure the result is, to be told with it
 * @param thr from which probability on a voxel belongs to a class, 0 to 1; -1 keeps probabilities
 * @param largest keep the largest object of each class only
 * @param fillHoles fill holes, or leave them though the model would fill them
 * @param removeSmall remove objects smaller than {@code 10vox} or {@code 2mm3}: one for all
 *     classes, or one per class
 * @param overlap voxels that neighbouring patches share, one number along each axis of the network
 * @param whole show the network whole slices or volumes instead of patches
 * @param metadata what is known of the scan, column to value, for networks that are modulated by it
 * @param ensemble models asked beside the one of the request; the result is the mean of what all
 *     say
 * @param flips axes of the network's windows, from 0, that are mirrored in all combinations; the
 *     result is the mean
 * @param boxes where a model looks that looks at what another one finds
 * @param pictures one PNG per class, too, where the scan is one slice
 */
public record SegmentationWishes(
    Optional<UncertaintyWish> uncertainty,
    Optional<Double> thr,
    Optional<Boolean> largest,
    Optional<Boolean> fillHoles,
    Optional<List<String>> removeSmall,
    Optional<List<Integer>> overlap,
    Optional<Boolean> whole,
    Optional<Map<String, String>> metadata,
    Optional<List<ModelId>> ensemble,
    Optional<List<Integer>> flips,
    Optional<BoxesWish> boxes,
    Optional<Boolean> pictures) {
  /** Nothing particular. */
  public static final SegmentationWishes NONE =
      new SegmentationWishes(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public SegmentationWishes {
    removeSmall = removeSmall.map(List::copyOf);
    overlap = overlap.map(List::copyOf);
    metadata = metadata.map(map -> Collections.unmodifiableMap(new TreeMap<>(map)));
    ensemble = ensemble.map(List::copyOf);
    flips = flips.map(List::copyOf);
  }

  /** The same, with the models of the ensemble named otherwise. */
  public SegmentationWishes withEnsemble(List<ModelId> models) {
    return new SegmentationWishes(
        uncertainty,
        thr,
        largest,
        fillHoles,
        removeSmall,
        overlap,
        whole,
        metadata,
        Optional.of(models),
        flips,
        boxes,
        pictures);
  }

  /** The same, with pictures. */
  public SegmentationWishes withPictures() {
    return new SegmentationWishes(
        uncertainty,
        thr,
        largest,
        fillHoles,
        removeSmall,
        overlap,
        whole,
        metadata,
        ensemble,
        flips,
        boxes,
        Optional.of(true));
  }
}
