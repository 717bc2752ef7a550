package scanmill.datasets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.ids.ScanId;
import scanmill.volumes.BoundingBox;

/**
 * One scan of a dataset: its files and what is written about it.
 *
 * @param id of the first channel that is there
 * @param channels image files: one, or with several contrasts per sample one for each in their
 *     order; empty where the contrast is missing, which at least one is not
 * @param truths for each rater, for each class the file with the labels, if there is one; no rater
 *     where no classes are asked for, and a rater who drew no class of this scan is left out
 * @param roi the file with the region of interest
 * @param metadata column to value, from the name's entities, sidecars and tables; absent where not
 *     known
 */
public record BidsScan(
    ScanId id,
    List<Optional<Path>> channels,
    List<List<Optional<Path>>> truths,
    Optional<Path> roi,
    Map<String, String> metadata) {

  public BidsScan {
    if (channels.stream().allMatch(Optional::isEmpty)) {
      throw new IllegalArgumentException("A scan has at least one image");
    }
    if (truths.stream().map(List::size).distinct().count() > 1) {
      throw new IllegalArgumentException("Every rater has the same classes");
    }
    channels = List.copyOf(channels);
    truths = truths.stream().map(List::copyOf).toList();
    metadata = Metadata.of(metadata);
  }

  /** A scan of one image, drawn by one rater, or by none if there are no classes. */
  public static BidsScan of(
      ScanId id, Path image, List<Optional<Path>> classes, Map<String, String> metadata) {
    return new BidsScan(
        id,
        List.of(Optional.of(image)),
        classes.isEmpty() ? List.of() : List.of(classes),
        Optional.empty(),
        metadata);
  }

  /**
   * The same, of which only a part is looked at.
   *
   * @param box in voxels, the axes turned as the network sees them
   */
  public BidsScan within(BoundingBox box) {
    Map<String, String> told = new LinkedHashMap<>(metadata);
    told.put(Source.BOX, box.bounds().toString());
    return new BidsScan(id, channels, truths, roi, told);
  }

  /** What {@link #within} was told. */
  public Optional<BoundingBox> box() {
    return Optional.ofNullable(metadata.get(Source.BOX))
        .map(
            text ->
                BoundingBox.of(
                    Arrays.stream(text.replaceAll("[\\[\\] ]", "").split(",", -1))
                        .map(Integer::valueOf)
                        .toList()));
  }

  /** The image of the first channel that is there. */
  public Path image() {
    return channels.stream().flatMap(Optional::stream).findFirst().orElseThrow();
  }

  /** The name of that file, {@code sub-01_T1w.nii.gz}: what split files list. */
  public String filename() {
    return String.valueOf(image().getFileName());
  }

  /** Every file of it: images, then labels by rater and class, then the region of interest. */
  public List<Path> files() {
    List<Path> files = new ArrayList<>();
    channels.forEach(channel -> channel.ifPresent(files::add));
    truths.forEach(rater -> rater.forEach(truth -> truth.ifPresent(files::add)));
    roi.ifPresent(files::add);
    return List.copyOf(files);
  }

  /** Whether the name ends in a contrast, which may begin with entities: {@code acq-ax_T2w}. */
  boolean hasContrast(String contrast) {
    return ("_" + id).endsWith("_" + contrast);
  }
}
