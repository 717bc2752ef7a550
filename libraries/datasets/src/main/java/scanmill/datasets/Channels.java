package scanmill.datasets;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
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
   * @return only what has every contrast
   */
  static List<BidsScan> join(List<BidsScan> scans, List<String> contrasts, Missing missing) {
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
          if (group.size() == contrasts.size()) {
            joined.add(join(group, contrasts));
          } else {
            missing.add("Without every contrast of " + String.join(", ", contrasts), key);
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
    List<Path> images = new ArrayList<>();
    for (String contrast : contrasts) {
      images.add(required(group, contrast).image());
    }
    BidsScan first = required(group, contrasts.get(0));
    List<Optional<Path>> truths =
        new ArrayList<>(Collections.nCopies(first.truths().size(), Optional.empty()));
    Optional<Path> roi = Optional.empty();
    for (BidsScan scan : group.values()) {
      for (int c = 0; c < truths.size(); c++) {
        if (scan.truths().get(c).isPresent()) {
          truths.set(c, scan.truths().get(c));
        }
      }
      if (scan.roi().isPresent()) {
        roi = scan.roi();
      }
    }
    return new BidsScan(first.id(), images, truths, roi, first.metadata());
  }

  private static BidsScan required(Map<String, BidsScan> group, String contrast) {
    return Optional.ofNullable(group.get(contrast)).orElseThrow();
  }
}
