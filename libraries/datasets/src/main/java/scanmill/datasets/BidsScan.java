package scanmill.datasets;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.ids.ScanId;

/**
 * One scan of a dataset: its files and what is written about it.
 *
 * @param id of the first channel
 * @param channels image files: one, or with several contrasts per sample one for each in their
 *     order
 * @param truths for each class the file with its labels, if there is one
 * @param roi the file with the region of interest
 * @param metadata column to value, from the name's entities, sidecars and tables; absent where not
 *     known
 */
public record BidsScan(
    ScanId id,
    List<Path> channels,
    List<Optional<Path>> truths,
    Optional<Path> roi,
    Map<String, String> metadata) {

  public BidsScan {
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("A scan has at least one image");
    }
    channels = List.copyOf(channels);
    truths = List.copyOf(truths);
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /** The image of the first channel. */
  public Path image() {
    return channels.get(0);
  }

  /** The name of that file, {@code sub-01_T1w.nii.gz}: what split files list. */
  public String filename() {
    return String.valueOf(image().getFileName());
  }

  /** Whether the name ends in a contrast, which may begin with entities: {@code acq-ax_T2w}. */
  boolean hasContrast(String contrast) {
    return ("_" + id).endsWith("_" + contrast);
  }
}
