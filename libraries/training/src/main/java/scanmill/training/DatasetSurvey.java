package scanmill.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import scanmill.datasets.BidsScan;
import scanmill.datasets.ScanReader;
import scanmill.ids.ScanId;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;

/**
 * What a BIDS folder offers to learn from, found by its names: contrasts, and endings of labels
 * that most labelled images have and that hold one class each. NIfTI only.
 *
 * @param contrasts of labelled images, in alphabetical order
 * @param suffixes endings of label files, {@code _seg-manual}, one per class
 * @param left why other endings were left out, by ending
 * @param scans every image that has all labels
 */
record DatasetSurvey(
    List<String> contrasts, List<String> suffixes, Map<String, String> left, List<BidsScan> scans) {
  private static final Pattern NIFTI = Pattern.compile("(sub-.+)\\.nii(\\.gz)?");
  private static final String DERIVATIVES = "derivatives";
  private static final float HIGHEST_OF_ONE_CLASS = 1.5f;

  DatasetSurvey {
    contrasts = List.copyOf(contrasts);
    suffixes = List.copyOf(suffixes);
    left = Map.copyOf(left);
    scans = List.copyOf(scans);
  }

  /**
   * @param wanted endings of labels; empty for all that are found
   * @throws BadInputException {@code dataset-no-labels} if no image has labels that can be used
   */
  static DatasetSurvey of(Path root, List<String> wanted) throws IOException {
    Map<String, Path> images = new TreeMap<>();
    Map<String, Path> labels = new TreeMap<>();
    try (Stream<Path> walk = Files.walk(root)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        Matcher name = NIFTI.matcher(String.valueOf(file.getFileName()));
        if (name.matches()) {
          boolean derived = String.valueOf(root.relativize(file).getName(0)).equals(DERIVATIVES);
          (derived ? labels : images).putIfAbsent(name.group(1), file);
        }
      }
    }
    Map<String, Map<String, Path>> bySuffix = new TreeMap<>();
    labels.forEach(
        (stem, file) ->
            imageOf(stem, images)
                .ifPresent(
                    image ->
                        bySuffix
                            .computeIfAbsent(stem.substring(image.length()), s -> new TreeMap<>())
                            .put(image, file)));
    return chosen(root, images, bySuffix, wanted);
  }

  /** The longest name of an image that a label's name begins with. */
  private static Optional<String> imageOf(String label, Map<String, Path> images) {
    return images.keySet().stream()
        .filter(stem -> label.startsWith(stem + "_") || label.startsWith(stem + "-"))
        .max(Comparator.comparingInt(String::length));
  }

  private static DatasetSurvey chosen(
      Path root,
      Map<String, Path> images,
      Map<String, Map<String, Path>> bySuffix,
      List<String> wanted)
      throws IOException {
    int most = bySuffix.values().stream().mapToInt(Map::size).max().orElse(0);
    Map<String, String> left = new LinkedHashMap<>();
    Map<String, Map<String, Path>> kept = new LinkedHashMap<>();
    for (Map.Entry<String, Map<String, Path>> entry : bySuffix.entrySet()) {
      String suffix = entry.getKey();
      int count = entry.getValue().size();
      if (!wanted.isEmpty() && !wanted.contains(suffix)) {
        left.put(suffix, "not asked for");
      } else if (wanted.isEmpty() && 2 * count < most) {
        left.put(suffix, "only " + count + " images have it");
      } else if (severalClasses(images, entry.getValue())) {
        left.put(suffix, "holds several classes in one file");
      } else {
        kept.put(suffix, entry.getValue());
      }
    }
    List<BidsScan> scans = new ArrayList<>();
    TreeSet<String> contrasts = new TreeSet<>();
    for (Map.Entry<String, Path> image : images.entrySet()) {
      List<Optional<Path>> truth = new ArrayList<>();
      kept.values().forEach(of -> truth.add(Optional.ofNullable(of.get(image.getKey()))));
      Optional<ScanId> id = ScanId.parse(image.getKey());
      if (id.isPresent() && !truth.isEmpty() && truth.stream().allMatch(Optional::isPresent)) {
        scans.add(BidsScan.of(id.get(), image.getValue(), truth, Map.of()));
        contrasts.add(id.get().contrast().suffix());
      }
    }
    if (scans.isEmpty()) {
      throw BadInputException.of(
          "dataset-no-labels",
          "Required images in "
              + root
              + " with labels below its derivatives, named like them and one class to a file;"
              + " found "
              + images.size()
              + " images and labels "
              + bySuffix.keySet()
              + (left.isEmpty() ? "." : ", of which are left out: " + left + "."),
          "Name the labels sub-01_T2w_seg.nii.gz for the image sub-01_T2w.nii.gz, or name their"
              + " endings with --target-suffix.");
    }
    return new DatasetSurvey(List.copyOf(contrasts), List.copyOf(kept.keySet()), left, scans);
  }

  /** Whether the first label file has higher numbers than 1. */
  private static boolean severalClasses(Map<String, Path> images, Map<String, Path> labels)
      throws IOException {
    Map.Entry<String, Path> first = labels.entrySet().iterator().next();
    ScanId id = ScanId.of("image", "image");
    Path image = images.getOrDefault(first.getKey(), first.getValue());
    Sample sample =
        ScanReader.read(BidsScan.of(id, image, List.of(Optional.of(first.getValue())), Map.of()));
    for (float value : sample.truth().orElseThrow().channel(0)) {
      if (value > HIGHEST_OF_ONE_CLASS) {
        return true;
      }
    }
    return false;
  }
}
