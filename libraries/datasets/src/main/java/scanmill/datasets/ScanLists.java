package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.LoaderParameters;
import scanmill.problems.BadInputException;
import scanmill.specs.Default;
import scanmill.specs.OneOrMany;
import scanmill.specs.StrictJson;

/**
 * Scans without a BIDS folder: a JSON file lists the images, labels and metadata of each, for
 * training, validation and test.
 *
 * <pre>{@code
 * {"training": [{"id": "case1", "images": ["a.nii.gz"], "labels": ["a_seg.nii.gz"],
 *                "roi": "a_cord.nii.gz", "metadata": {"sex": "F"}}],
 *  "validation": [], "test": []}
 * }</pre>
 *
 * Paths are relative to the file. {@code images} are the channels, {@code null} for one that is
 * missing; {@code labels} one per class, {@code null} for a class that is nowhere in the image, or
 * a list of such lists, one per rater.
 */
public final class ScanLists {

  private record Lists(
      @Default("[]") List<Entry> training,
      @Default("[]") List<Entry> validation,
      @Default("[]") List<Entry> test) {}

  /** One scan as it is written. */
  record Entry(
      Optional<String> id,
      @OneOrMany List<Optional<String>> images,
      @Default("[]") JsonNode labels,
      Optional<String> roi,
      @Default("{}") ObjectNode metadata) {}

  private ScanLists() {}

  /**
   * Reads the lists. A scan all of whose labels are {@code null} is left out with a warning.
   *
   * @throws BadInputException {@code scan-list-labels}, {@code scan-list-images}, {@code
   *     scan-list-id}, {@code scan-list-twice}, {@code scan-list-file-absent}, {@code
   *     scan-list-empty}, or what is no such JSON
   * @throws UncheckedIOException if the file cannot be read
   */
  public static Split read(Path file, LoaderParameters loader) {
    String where = file.toString();
    Lists lists;
    try {
      lists =
          StrictJson.read(StrictJson.parse(Files.readAllBytes(file), where), Lists.class, where);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not read " + file, e);
    }
    Missing missing = new Missing();
    List<BidsScan> training = scans(lists.training(), where + ": training", file, loader, missing);
    List<BidsScan> validation =
        scans(lists.validation(), where + ": validation", file, loader, missing);
    List<BidsScan> test = scans(lists.test(), where + ": test", file, loader, missing);
    Split split = new Split(training, validation, test, missing.sentences());
    if (split.all().isEmpty()) {
      throw BadInputException.of(
          "scan-list-empty",
          where + ": required scans with labels in training, validation or test; found none.",
          "List them.");
    }
    requireOnce(split, where);
    requireThere(split, where);
    return split;
  }

  private static List<BidsScan> scans(
      List<Entry> entries, String where, Path file, LoaderParameters loader, Missing missing) {
    List<BidsScan> scans = new ArrayList<>();
    for (int n = 0; n < entries.size(); n++) {
      ListedScan listed = new ListedScan(entries.get(n), where + "[" + n + "]", file, loader);
      Optional<BidsScan> scan = listed.scan();
      if (scan.isPresent()) {
        scans.add(scan.get());
      } else {
        missing.add("Without any label, left out", listed.name());
      }
    }
    return scans;
  }

  /** No scan may be learnt from and tested with, under whatever name. */
  private static void requireOnce(Split split, String where) {
    Map<String, BidsScan> ids = new LinkedHashMap<>();
    Map<Path, BidsScan> images = new LinkedHashMap<>();
    for (BidsScan scan : split.all()) {
      Optional<BidsScan> same = Optional.ofNullable(ids.putIfAbsent(scan.id().toString(), scan));
      if (same.isPresent()) {
        throw BadInputException.of(
            "scan-list-twice",
            where
                + ": required scans with names of their own; found "
                + scan.id()
                + " for both "
                + same.get().image()
                + " and "
                + scan.image()
                + ".",
            "Give each an \"id\" of its own; of ids only letters and digits count.");
      }
      for (Optional<Path> channel : scan.channels()) {
        if (channel.isPresent() && images.putIfAbsent(channel.get(), scan) != null) {
          throw BadInputException.of(
              "scan-list-twice",
              where + ": required each image once; found " + channel.get() + " again.",
              "Take it out of all lists but one.");
        }
      }
    }
  }

  private static void requireThere(Split split, String where) {
    List<Path> absent =
        split.all().stream()
            .flatMap(scan -> scan.files().stream())
            .filter(path -> !Files.isRegularFile(path))
            .toList();
    if (!absent.isEmpty()) {
      throw BadInputException.of(
          "scan-list-file-absent",
          where
              + ": required files that are there; found none at "
              + absent.get(0)
              + (absent.size() > 1 ? " and " + (absent.size() - 1) + " more" : "")
              + ".",
          "Correct the paths, which are relative to " + where + ".");
    }
  }
}
