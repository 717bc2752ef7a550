package scanmill.datasets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.problems.BadInputException;

/**
 * Puts the contrasts of one scan session together as channels. Sessions, runs, samples and
 * acquisitions stay apart.
 */
final class Channels {
  private Channels() {}

  /**
   * @param contrasts in the order of channels
   * @param zero whether what lacks a contrast stays, with that channel empty; else only what has
   *     every contrast
   */
  static List<BidsScan> join(
      List<BidsScan> scans, List<String> contrasts, boolean zero, Missing missing) {
    Map<String, Map<String, BidsScan>> groups = new LinkedHashMap<>();
    for (BidsScan scan : scans) {
      contrast(scan, contrasts)
          .ifPresent(
              contrast ->
                  groups
                      .computeIfAbsent(without(scan, contrast), any -> new TreeMap<>())
                      .put(contrast, scan));
    }
    List<BidsScan> joined = new ArrayList<>();
    groups.forEach(
        (key, group) -> {
          if (group.size() < contrasts.size()) {
            missing.add(
                "Without every contrast of "
                    + String.join(", ", contrasts)
                    + (zero ? ", of which the missing ones are taken to be zero" : ", left out"),
                key);
          }
          if (zero || group.size() == contrasts.size()) {
            joined.add(join(group, contrasts));
          }
        });
    if (joined.isEmpty()) {
      throw BadInputException.of(
          "dataset-channels-missing",
          "Required subjects with all of the contrasts "
              + String.join(", ", contrasts)
              + "; found none among "
              + groups.size()
              + ".",
          "Correct loader_parameters.contrast_params, or set multichannel to false.");
    }
    return joined;
  }

  /** The longest contrast that the name ends in. */
  private static Optional<String> contrast(BidsScan scan, List<String> contrasts) {
    return contrasts.stream()
        .filter(scan::hasContrast)
        .max((a, b) -> Integer.compare(a.length(), b.length()));
  }

  private static String without(BidsScan scan, String contrast) {
    String name = scan.id().toString();
    return name.substring(0, name.length() - contrast.length() - 1);
  }

  /** Labels may have been drawn on any contrast; of several, the alphabetically last counts. */
  private static BidsScan join(Map<String, BidsScan> group, List<String> contrasts) {
    List<Optional<BidsScan>> channels =
        contrasts.stream().map(contrast -> Optional.ofNullable(group.get(contrast))).toList();
    BidsScan first = channels.stream().flatMap(Optional::stream).findFirst().orElseThrow();
    List<List<Optional<Path>>> truths = List.of();
    Optional<Path> roi = Optional.empty();
    for (BidsScan scan : group.values()) {
      truths = over(truths, scan.truths());
      roi = scan.roi().isPresent() ? scan.roi() : roi;
    }
    return new BidsScan(
        first.id(),
        channels.stream().map(channel -> channel.map(BidsScan::image)).toList(),
        truths,
        roi,
        first.metadata());
  }

  /** The later labels, and the earlier ones where there are no later ones. */
  private static List<List<Optional<Path>>> over(
      List<List<Optional<Path>>> earlier, List<List<Optional<Path>>> later) {
    List<List<Optional<Path>>> raters = new ArrayList<>();
    for (int r = 0; r < Math.max(earlier.size(), later.size()); r++) {
      if (r >= earlier.size() || r >= later.size()) {
        raters.add(r < later.size() ? later.get(r) : earlier.get(r));
        continue;
      }
      List<Optional<Path>> classes = new ArrayList<>();
      for (int c = 0; c < later.get(r).size(); c++) {
        Optional<Path> old = earlier.get(r).get(c);
        classes.add(later.get(r).get(c).or(() -> old));
      }
      raters.add(classes);
    }
    return raters;
  }
}
