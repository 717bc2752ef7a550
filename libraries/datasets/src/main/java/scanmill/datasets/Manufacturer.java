package scanmill.datasets;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who made a scanner, as far as sequences differ by it. */
final class Manufacturer {
  static final String COLUMN = "Manufacturer";

  /** In the order of their places. */
  static final List<String> CLASSES = List.of("other", "Siemens", "Philips", "GE");

  private Manufacturer() {}

  /** {@code GE MEDICAL SYSTEMS} is GE. */
  static String of(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    if (lower.contains("siemens")) {
      return "Siemens";
    }
    if (lower.contains("philips")) {
      return "Philips";
    }
    return lower.equals("ge") || lower.startsWith("ge ") || lower.startsWith("general electric")
        ? "GE"
        : "other";
  }

  /** The classes that scans have. */
  static ConditioningPart part(List<BidsScan> scans) {
    List<String> found =
        scans.stream()
            .flatMap(scan -> Optional.ofNullable(scan.metadata().get(COLUMN)).stream())
            .map(Manufacturer::of)
            .distinct()
            .toList();
    return new ConditioningPart(
        COLUMN, Optional.empty(), CLASSES.stream().filter(found::contains).toList());
  }
}
