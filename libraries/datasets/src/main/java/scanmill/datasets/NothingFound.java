package scanmill.datasets;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import scanmill.configuration.LoaderParameters;
import scanmill.problems.BadInputException;
import scanmill.specs.DidYouMean;

/** Words for a dataset in which nothing fits: what was looked for, where, and what is there. */
final class NothingFound {
  private NothingFound() {}

  static BadInputException noImages(
      List<Path> roots, LoaderParameters loader, Set<String> contrasts, List<BidsWalk> walks) {
    int images = walks.stream().mapToInt(walk -> walk.images).sum();
    Set<String> there = new TreeSet<>();
    walks.forEach(walk -> there.addAll(walk.contrastsThere));
    return BadInputException.of(
        "dataset-no-subject-files",
        "No subject files found: required images named sub-…_"
            + (contrasts.isEmpty() ? "<any contrast>" : quoted(contrasts))
            + " with the ending "
            + quoted(loader.wantedExtensions())
            + " below a sub-… folder of "
            + paths(roots)
            + "; found "
            + images
            + (images == 1 ? " image" : " images")
            + (there.isEmpty() ? "" : " of " + String.join(", ", there))
            + ".",
        guess(contrasts, there)
            + "Correct loader_parameters.contrast_params, extensions or path_data.");
  }

  static BadInputException noLabels(
      List<Path> roots, LoaderParameters loader, List<BidsWalk> walks) {
    List<String> suffixes = new ArrayList<>();
    loader.targetSuffix().forEach(suffix -> suffixes.addAll(suffix.raters()));
    loader.roiParams().suffix().ifPresent(suffixes::add);
    Set<String> there = new TreeSet<>();
    walks.forEach(walk -> there.addAll(walk.endingsThere));
    int files = walks.stream().mapToInt(walk -> walk.derivatives).sum();
    List<Path> without =
        roots.stream().filter(root -> !Files.isDirectory(root.resolve("derivatives"))).toList();
    BidsFile example = walks.stream().flatMap(walk -> walk.raw.stream()).findFirst().orElseThrow();
    return BadInputException.of(
        "dataset-derivatives-not-found",
        "Derivatives not found: required labels such as "
            + example.stem()
            + suffixes.get(0)
            + loader.wantedExtensions().get(0)
            + " anywhere below derivatives of "
            + paths(roots)
            + "; found "
            + (without.isEmpty()
                ? files + " files" + (there.isEmpty() ? "" : " ending in " + quoted(there))
                : "no folder derivatives in " + paths(without))
            + ".",
        guess(suffixes, there)
            + "Correct loader_parameters.target_suffix, roi_params.suffix or extensions.");
  }

  private static String guess(Collection<String> wanted, Collection<String> there) {
    return wanted.stream()
        .flatMap(each -> DidYouMean.nearest(each, there).stream())
        .filter(nearest -> !wanted.contains(nearest))
        .findFirst()
        .map(nearest -> "Did you mean \"" + nearest + "\"? ")
        .orElse("");
  }

  private static String quoted(Collection<String> words) {
    return words.stream().limit(30).collect(Collectors.joining(" or "));
  }

  private static String paths(List<Path> roots) {
    return roots.stream()
        .map(root -> root.toAbsolutePath().normalize().toString())
        .collect(Collectors.joining(", "));
  }
}
