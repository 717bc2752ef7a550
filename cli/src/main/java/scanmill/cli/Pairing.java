package scanmill.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import scanmill.problems.BadInputException;

/**
 * Which prediction is compared with which reference.
 *
 * @param pairs in the order of their names, or as they were given
 * @param withoutReference predictions that nothing is known of
 * @param withoutPrediction references that nobody predicted
 */
record Pairing(
    List<ScanPair> pairs, List<String> withoutReference, List<String> withoutPrediction) {

  /**
   * Files in their order; as many references for each prediction as there are classes.
   *
   * @throws BadInputException {@code pairing-count} unless they come out even
   */
  static Pairing ofFiles(List<Path> predictions, List<Path> references) {
    if (references.size() % predictions.size() != 0) {
      throw BadInputException.of(
          "pairing-count",
          "Required as many references as predictions, or as many for each as there are classes;"
              + " found "
              + references.size()
              + " references of "
              + predictions.size()
              + " predictions.",
          "Give every prediction its references, in the same order.");
    }
    int each = references.size() / predictions.size();
    List<ScanPair> pairs = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int n = 0; n < predictions.size(); n++) {
      String name =
          FileStem.of(predictions.get(n)).text().replaceFirst("(_class-[0-9]+)?_pred$", "");
      names.add(name);
      long before = names.stream().filter(name::equals).count();
      pairs.add(
          new ScanPair(
              before > 1 ? name + "_" + before : name,
              List.of(predictions.get(n)),
              references.subList(n * each, (n + 1) * each).stream().map(Optional::of).toList(),
              Optional.empty(),
              Optional.empty()));
    }
    return new Pairing(pairs, List.of(), List.of());
  }

  /**
   * Files of two folders and all below, by the scans that their names tell.
   *
   * @param suffixes endings that mark the references, one for each class; if none is given, there
   *     is one reference of a scan
   * @param images where what was predicted lies
   * @throws BadInputException {@code pairing-ambiguous} if a scan has several files that could be
   *     meant, {@code pairing-none} if no two files belong together
   */
  static Pairing ofFolders(
      Path predictions, Path references, List<String> suffixes, Optional<Path> images) {
    Map<String, List<Path>> predicted = byScan(predictions);
    Map<String, List<Path>> referred = byScan(references);
    Map<String, List<Path>> pictured = images.map(Pairing::byScan).orElseGet(TreeMap::new);
    List<ScanPair> pairs = new ArrayList<>();
    List<String> withoutReference = new ArrayList<>();
    List<String> withoutPrediction = new ArrayList<>(referred.keySet());
    predicted.forEach(
        (scan, files) -> {
          List<Path> masks = files.stream().filter(f -> !FileStem.of(f).liesBeside()).toList();
          if (masks.isEmpty()) {
            return;
          }
          List<Path> candidates = referred.getOrDefault(scan, List.of());
          List<Optional<Path>> found =
              suffixes.isEmpty() ? only(scan, candidates) : marked(scan, candidates, suffixes);
          if (found.stream().allMatch(Optional::isEmpty)) {
            withoutReference.add(scan);
            return;
          }
          withoutPrediction.remove(scan);
          Optional<Path> entropy =
              files.stream().filter(f -> FileStem.of(f).isMeasure("unc-vox")).findFirst();
          Optional<Path> image =
              pictured.getOrDefault(scan, List.of()).stream()
                  .filter(f -> FileStem.of(f).text().equals(scan))
                  .findFirst();
          pairs.add(new ScanPair(scan, prediction(scan, masks), found, entropy, image));
        });
    if (pairs.isEmpty()) {
      throw BadInputException.of(
          "pairing-none",
          "Required predictions and references of the same scans; found none that belong together"
              + " in "
              + predictions
              + " and "
              + references
              + ".",
          "Name files as BIDS does, such as sub-01_T2w_pred.nii.gz and sub-01_T2w_dseg.nii.gz, give"
              + " --suffix, or give files with -p and -r.");
    }
    return new Pairing(pairs, withoutReference, withoutPrediction);
  }

  private static Map<String, List<Path>> byScan(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw BadInputException.of(
          "folder-missing",
          "Required a folder of images; found none at " + folder + ".",
          "Check the path.");
    }
    Map<String, List<Path>> scans = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(FileStem::isImage)
          .filter(file -> !String.valueOf(file.getFileName()).startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(
              file ->
                  scans
                      .computeIfAbsent(FileStem.of(file).scan(), scan -> new ArrayList<>())
                      .add(file));
      return scans;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file of all classes if there is one, else those of single classes in their order. */
  private static List<Path> prediction(String scan, List<Path> files) {
    List<Path> whole = files.stream().filter(f -> FileStem.of(f).classNumber() < 0).toList();
    if (whole.size() > 1) {
      throw ambiguous("prediction", scan, whole, "Keep one prediction of a scan in the folder.");
    }
    List<Path> parts =
        files.stream()
            .filter(file -> FileStem.of(file).classNumber() >= 0)
            .sorted(Comparator.comparingInt(file -> FileStem.of(file).classNumber()))
            .toList();
    return whole.isEmpty() ? parts : whole;
  }

  /** The only file; the scan itself, which datasets keep in the same folder, is no reference. */
  private static List<Optional<Path>> only(String scan, List<Path> candidates) {
    List<Path> labels =
        candidates.size() < 2
            ? candidates
            : candidates.stream().filter(f -> !FileStem.of(f).text().equals(scan)).toList();
    if (labels.size() > 1) {
      throw ambiguous(
          "reference",
          scan,
          labels,
          "Say which with --suffix "
              + FileStem.of(labels.get(0)).text().substring(scan.length())
              + "; once for each class.");
    }
    return labels.stream().map(Optional::of).toList();
  }

  private static List<Optional<Path>> marked(
      String scan, List<Path> candidates, List<String> suffixes) {
    List<Optional<Path>> found = new ArrayList<>();
    for (String suffix : suffixes) {
      List<Path> ones =
          candidates.stream().filter(f -> FileStem.of(f).text().endsWith(suffix)).toList();
      if (ones.size() > 1) {
        throw ambiguous("reference", scan, ones, "Give a longer --suffix.");
      }
      found.add(ones.stream().findFirst());
    }
    return found;
  }

  private static BadInputException ambiguous(
      String what, String scan, List<Path> files, String remedy) {
    return BadInputException.of(
        "pairing-ambiguous",
        "Required one "
            + what
            + " of "
            + scan
            + "; found "
            + String.join(", ", files.stream().map(f -> String.valueOf(f.getFileName())).toList())
            + ".",
        remedy);
  }
}
