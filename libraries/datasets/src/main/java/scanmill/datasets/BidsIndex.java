package scanmill.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.MissingChannels;
import scanmill.problems.BadInputException;

/**
 * The scans of one or more BIDS folders that a configuration asks for, each with its labels and all
 * that names, sidecars and tables say about it.
 *
 * <p>A raw image counts if its name ends in one of the contrasts of training, validation or testing
 * and in one of the extensions; its labels are the files anywhere below {@code derivatives} of the
 * same folder that have its name followed by exactly the target suffix. Files are only read, names
 * of two sessions, runs or acquisitions are never mixed up, and nothing is written.
 */
public final class BidsIndex {
  private final List<BidsScan> scans;
  private final List<String> warnings;

  private BidsIndex(List<BidsScan> scans, List<String> warnings) {
    this.scans = List.copyOf(scans);
    this.warnings = List.copyOf(warnings);
  }

  /**
   * Looks through folders, in the order given; within a folder in the order of paths.
   *
   * @throws BadInputException {@code dataset-folder-missing}, {@code dataset-no-subject-files},
   *     {@code dataset-derivatives-not-found}, {@code dataset-scan-twice}, {@code
   *     dataset-label-ambiguous}, {@code dataset-file-absent}, {@code dataset-channels-missing},
   *     {@code config-raters-differ}
   * @throws UncheckedIOException if a folder cannot be read
   */
  public static BidsIndex of(List<Path> roots, LoaderParameters loader) {
    requireRaters(loader);
    Set<String> contrasts = contrasts(loader);
    List<String> warnings = new ArrayList<>();
    Missing missing = new Missing();
    List<BidsWalk> walks = new ArrayList<>();
    List<BidsScan> scans = new ArrayList<>();
    try {
      for (Path root : new LinkedHashSet<>(roots)) {
        requireFolder(root);
        Sidecars sidecars = new Sidecars(warnings);
        BidsWalk walk = BidsWalk.through(root, loader, contrasts, sidecars);
        walks.add(walk);
        walk.unreadableNames.forEach(name -> missing.add("Not a BIDS name, left out", name));
        if (walk.raw.isEmpty() && roots.size() > 1) {
          warnings.add("No image of the wanted contrasts in " + root + ".");
        }
        scans.addAll(scans(root, loader, walk, sidecars, missing));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Could not look through " + roots, e);
    }
    if (walks.stream().allMatch(walk -> walk.raw.isEmpty())) {
      throw NothingFound.noImages(roots, loader, contrasts, walks);
    }
    if (scans.isEmpty()) {
      throw NothingFound.noLabels(roots, loader, walks);
    }
    requireOnce(scans);
    List<BidsScan> wanted =
        loader.multichannel()
            ? Channels.join(
                scans,
                loader.contrasts(),
                loader.missingChannels() == MissingChannels.ZERO,
                missing)
            : scans;
    requireThere(wanted);
    warnings.addAll(missing.sentences());
    return new BidsIndex(wanted, warnings);
  }

  /** The scans, in the order they were found in. */
  public List<BidsScan> scans() {
    return scans;
  }

  /** What was left out or is missing, a sentence each. */
  public List<String> warnings() {
    return warnings;
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

  private static List<BidsScan> scans(
      Path root, LoaderParameters loader, BidsWalk walk, Sidecars sidecars, Missing missing)
      throws IOException {
    Labels labels = new Labels(root, walk.labels, loader, missing);
    Map<BidsFile, LabelsOfScan> found = new LinkedHashMap<>();
    for (BidsFile file : walk.raw) {
      labels.of(file).ifPresent(of -> found.put(file, of));
    }
    List<BidsScan> scans = new ArrayList<>();
    ScanTables.join(root, new ArrayList<>(found.keySet()), walk.tables, sidecars)
        .forEach(
            (file, metadata) -> {
              LabelsOfScan of = found.getOrDefault(file, LabelsOfScan.NONE);
              scans.add(
                  new BidsScan(
                      file.id(),
                      List.of(Optional.of(file.path())),
                      of.truths(),
                      of.roi(),
                      metadata));
            });
    return scans;
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

  private static void requireRaters(LoaderParameters loader) {
    List<Integer> counts = loader.targetSuffix().stream().map(s -> s.raters().size()).toList();
    if (new LinkedHashSet<>(counts).size() > 1) {
      throw BadInputException.of(
          "config-raters-differ",
          "loader_parameters.target_suffix: required as many raters for each class; found "
              + counts
              + " in the order of classes.",
          "Name one suffix per rater in each class, in the same order of raters.");
    }
  }

  private static void requireOnce(List<BidsScan> scans) {
    Map<String, Path> known = new LinkedHashMap<>();
    for (BidsScan scan : scans) {
      Path other = known.putIfAbsent(scan.id().toString(), scan.image());
      if (other != null) {
        throw BadInputException.of(
            "dataset-scan-twice",
            "Required one image named "
                + scan.id()
                + "; found "
                + other
                + " and "
                + scan.image()
                + ".",
            "Rename or remove one of them.");
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
