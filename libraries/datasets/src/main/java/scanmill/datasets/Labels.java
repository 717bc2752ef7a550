package scanmill.datasets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.LoaderParameters;
import scanmill.configuration.TargetSuffix;
import scanmill.problems.BadInputException;

/** Finds the labels of images by name. */
final class Labels {
  private final Map<Path, BidsWalk> walks;
  private final LoaderParameters loader;
  private final Missing missing;

  /**
   * @param walks by the folder that was walked through
   */
  Labels(Map<Path, BidsWalk> walks, LoaderParameters loader, Missing missing) {
    this.walks = walks;
    this.loader = loader;
    this.missing = missing;
  }

  /**
   * The labels of images that belong together. They may have been drawn on any of them; of several,
   * those of the alphabetically last contrast count.
   *
   * @return empty if labels are wanted and there are none, or the wanted region of interest is
   *     missing
   */
  Optional<LabelsOfScan> of(ImageGroup group) {
    String name = BidsFile.name(group.first().path());
    List<List<Optional<Path>>> raters = new ArrayList<>();
    for (int r = 0; r < raters(); r++) {
      List<Optional<Path>> truths = new ArrayList<>();
      for (TargetSuffix suffix : loader.targetSuffix()) {
        truths.add(find(group, suffix.raters().get(r)));
      }
      if (truths.stream().anyMatch(Optional::isPresent)) {
        raters.add(truths);
        noteMissing(truths, r, name);
      }
    }
    if (raters() > 0 && raters.isEmpty()) {
      missing.add("Without any label, left out", name);
      return Optional.empty();
    }
    Optional<Path> roi = loader.roiParams().suffix().flatMap(end -> find(group, end));
    if (loader.roiParams().suffix().isPresent() && roi.isEmpty()) {
      missing.add(
          "Without its region of interest "
              + loader.roiParams().suffix().orElseThrow()
              + ", left out",
          name);
      return Optional.empty();
    }
    return Optional.of(new LabelsOfScan(List.copyOf(raters), roi));
  }

  private int raters() {
    return loader.targetSuffix().isEmpty() ? 0 : loader.targetSuffix().get(0).raters().size();
  }

  private void noteMissing(List<Optional<Path>> truths, int rater, String name) {
    for (int c = 0; c < truths.size(); c++) {
      if (truths.get(c).isEmpty()) {
        missing.add(
            "Without a label "
                + loader.targetSuffix().get(c).raters().get(rater)
                + ", which is taken to be empty",
            name);
      }
    }
  }

  private Optional<Path> find(ImageGroup group, String ending) {
    return group.images().stream()
        .sorted(Comparator.comparing((BidsFile image) -> image.stem()).reversed())
        .flatMap(image -> find(image, ending).stream())
        .findFirst();
  }

  private Optional<Path> find(BidsFile image, String ending) {
    String stem = image.stem() + ending;
    Map<String, List<Path>> byStem =
        Optional.ofNullable(walks.get(image.root())).orElseThrow().labels;
    List<Path> files = byStem.getOrDefault(stem, List.of());
    if (files.size() < 2) {
      return files.stream().findFirst();
    }
    Path preferred = image.root().resolve("derivatives").resolve("labels");
    List<Path> better = files.stream().filter(file -> file.startsWith(preferred)).toList();
    if (better.size() == 1) {
      return Optional.of(better.get(0));
    }
    throw BadInputException.of(
        "dataset-label-ambiguous",
        "Required one file named "
            + stem
            + "; found "
            + files.get(0)
            + " and "
            + files.get(1)
            + ".",
        "Keep one of them in derivatives/labels and move the other out of the dataset.");
  }
}
