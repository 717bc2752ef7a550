package scanmill.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scanmill.configuration.LoaderParameters;
import scanmill.problems.BadInputException;

/**
 * The scans of one or more BIDS folders that a configuration asks for, each with its labels and all
 * that names, sidecars and tables say about it.
 *
 * <p>A raw image counts if its name ends in one of the contrasts of training, validation or testing
 * and in one of the extensions; its labels are the files anywhere below {@code derivatives} of the
 * same folder that have its name followed by exactly the target suffix. Files are only read, names
 * of two sessions, runs or acquisitions are never mixed up, and nothing is written. No image is
 * opened: names may stand for files that lie elsewhere.
 */
public final class BidsIndex {
  private final List<BidsScan> scans;
  private final BidsTable table;
  private final List<String> warnings;

  private BidsIndex(List<BidsScan> scans, BidsTable table, List<String> warnings) {
    this.scans = List.copyOf(scans);
    this.table = table;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Looks through folders, in the order given; within a folder in the order of paths.
   *
   * @throws BadInputException {@code dataset-folder-missing}, {@code dataset-no-subject-files},
   *     {@code dataset-derivatives-not-found}, {@code dataset-scan-twice}, {@code
   *     dataset-label-ambiguous}, {@code dataset-file-absent}, {@code dataset-channels-missing}
   * @throws UncheckedIOException if a folder cannot be read
   */
  public static BidsIndex of(List<Path> roots, LoaderParameters loader) {
    Set<String> contrasts = contrasts(loader);
    List<String> warnings = new ArrayList<>();
    Missing missing = new Missing();
    Map<Path, BidsWalk> walks = new LinkedHashMap<>();
    try {
      for (Path root : new LinkedHashSet<>(roots)) {
        requireFolder(root);
        BidsWalk walk = BidsWalk.through(root, loader, contrasts, missing);
        walks.put(root, walk);
        if (walk.raw.isEmpty() && roots.size() > 1) {
          warnings.add("No image of the wanted contrasts in " + root + ".");
        }
      }
      List<BidsFile> images = images(walks);
      if (images.isEmpty()) {
        throw NothingFound.noImages(roots, loader, contrasts, List.copyOf(walks.values()));
      }
      requireOnce(images);
      List<ImageGroup> groups =
          loader.multichannel()
              ? Channels.group(images, loader, missing)
              : images.stream().map(ImageGroup::of).toList();
      Map<ImageGroup, LabelsOfScan> labelled = new LinkedHashMap<>();
      Labels labels = new Labels(walks, loader, missing);
      groups.forEach(group -> labels.of(group).ifPresent(of -> labelled.put(group, of)));
      if (labelled.isEmpty()) {
        throw NothingFound.noLabels(roots, loader, List.copyOf(walks.values()));
      }
      return index(walks, labelled, missing, warnings);
    } catch (IOException e) {
      throw new UncheckedIOException("Could not look through " + roots, e);
    }
  }

  private static BidsIndex index(
      Map<Path, BidsWalk> walks,
      Map<ImageGroup, LabelsOfScan> labelled,
      Missing missing,
      List<String> warnings)
      throws IOException {
    Map<BidsFile, Map<String, String>> metadata = new HashMap<>();
    Set<String> columns = new LinkedHashSet<>();
    Metadata.Pool pool = new Metadata.Pool();
    for (Map.Entry<Path, BidsWalk> walk : walks.entrySet()) {
      List<BidsFile> used =
          labelled.keySet().stream()
              .flatMap(group -> group.images().stream())
              .filter(image -> image.root().equals(walk.getKey()))
              .toList();
      ScanTables tables = new ScanTables(walk.getKey(), walk.getValue(), pool, missing);
      metadata.putAll(tables.join(used));
      columns.addAll(tables.columns());
    }
    List<BidsScan> scans = new ArrayList<>();
    List<BidsTable.Row> rows = new ArrayList<>();
    labelled.forEach(
        (group, labels) -> {
          List<BidsTable.Row> raw = new ArrayList<>();
          for (BidsFile image : group.images()) {
            raw.add(
                new BidsTable.Row(
                    image.path(), Optional.ofNullable(metadata.get(image)).orElseThrow()));
          }
          BidsScan scan =
              new BidsScan(
                  group.first().id(),
                  group.channels().stream().map(image -> image.map(BidsFile::path)).toList(),
                  labels.truths(),
                  labels.roi(),
                  raw.get(0).values());
          scans.add(scan);
          rows.addAll(raw);
          scan.files().stream().skip(raw.size()).map(BidsTable.Row::derivative).forEach(rows::add);
        });
    requireThere(scans);
    warnings.addAll(missing.sentences());
    rows.sort(Comparator.comparing(row -> row.path().toString()));
    return new BidsIndex(scans, BidsTable.of(columns, rows), warnings);
  }

  /** The scans, in the order they were found in. */
  public List<BidsScan> scans() {
    return scans;
  }

  /** All files of the scans with what is known about them, in the order of paths. */
  public BidsTable table() {
    return table;
  }

  /** What was left out or is missing, a sentence each. */
  public List<String> warnings() {
    return warnings;
  }

  /** A folder may lie in another one that is looked through as well; a file counts once. */
  private static List<BidsFile> images(Map<Path, BidsWalk> walks) throws IOException {
    List<BidsFile> images = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (BidsWalk walk : walks.values()) {
      for (BidsFile image : walk.raw) {
        boolean once =
            walks.size() < 2
                || seen.add(Files.exists(image.path()) ? image.path().toRealPath() : image.path());
        if (once) {
          images.add(image);
        }
      }
    }
    return images;
  }

  private static Set<String> contrasts(LoaderParameters loader) {
    List<String> training = loader.contrastParams().trainingValidation();
    List<String> testing = loader.contrastParams().testing();
    Set<String> contrasts = new LinkedHashSet<>();
    if (!training.isEmpty() && !testing.isEmpty()) {
      contrasts.addAll(training);
      contrasts.addAll(testing);
    } else if (loader.multichannel()) {
      contrasts.addAll(loader.contrasts());
    }
    return contrasts;
  }

  private static void requireFolder(Path root) {
    if (!Files.isDirectory(root)) {
      throw BadInputException.of(
          "dataset-folder-missing",
          "Required a BIDS folder; found "
              + (Files.exists(root) ? "something else" : "nothing")
              + " at "
              + root.toAbsolutePath().normalize()
              + ".",
          "Correct loader_parameters.path_data.");
    }
  }

  private static void requireOnce(List<BidsFile> images) {
    Map<String, Path> known = new HashMap<>();
    for (BidsFile image : images) {
      Path other = known.putIfAbsent(image.id().toString(), image.path());
      if (other != null) {
        throw BadInputException.of(
            "dataset-scan-twice",
            "Required one image named "
                + image.id()
                + "; found "
                + other
                + " and "
                + image.path()
                + ".",
            "Rename or remove one of them, or name only its ending in loader_parameters.extensions.");
      }
    }
  }

  /** A dataset under git-annex lists files whose content is elsewhere. */
  private static void requireThere(List<BidsScan> scans) {
    List<Path> absent = new ArrayList<>();
    for (BidsScan scan : scans) {
      scan.files().stream().filter(file -> !Files.isRegularFile(file)).forEach(absent::add);
    }
    if (!absent.isEmpty()) {
      throw BadInputException.of(
          "dataset-file-absent",
          "Required files with content; found "
              + absent.size()
              + " that are links to nothing or no files, the first at "
              + absent.get(0)
              + ".",
          "Fetch their content (git annex get) or remove them.");
    }
  }
}
