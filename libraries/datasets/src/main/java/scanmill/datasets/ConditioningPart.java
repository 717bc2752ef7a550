package scanmill.datasets;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.ids.ScanId;

/**
 * One thing that is known about scans, in categories.
 *
 * @param column of the metadata; {@code contrasts} for what the name of the scan says
 * @param edges for a number: its category is the place of the first of these above it
 * @param categories in the order of their places
 */
public record ConditioningPart(
    String column, Optional<List<Double>> edges, List<String> categories) {

  public ConditioningPart {
    edges = edges.map(List::copyOf);
    categories = List.copyOf(categories);
    if (categories.stream().distinct().count() < categories.size()) {
      throw new IllegalArgumentException("A category is there once");
    }
  }

  /** How many categories. */
  int length() {
    return categories.size();
  }

  /** Where a scan belongs; empty if that is not known. */
  Optional<Integer> place(ScanId id, Map<String, String> metadata) {
    Optional<String> value = value(id, metadata);
    for (int n = 0; value.isPresent() && n < categories.size(); n++) {
      if (Values.equal(categories.get(n), value.get())) {
        return Optional.of(n);
      }
    }
    return Optional.empty();
  }

  /** Why a scan belongs nowhere; empty if it does not. */
  Optional<String> complaint(ScanId id, Map<String, String> metadata) {
    if (place(id, metadata).isPresent() || categories.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> value = value(id, metadata);
    return Optional.of(
        value.isEmpty()
            ? "Without " + column + ", by which the network is conditioned; taken to be unknown"
            : "With a value of " + column + " that no scan of training had; taken to be unknown");
  }

  private Optional<String> value(ScanId id, Map<String, String> metadata) {
    if (column.equals("contrasts")) {
      return longest(id, categories).or(() -> Optional.of(id.contrast().suffix()));
    }
    Optional<String> value = Optional.ofNullable(metadata.get(column));
    if (edges.isPresent()) {
      return value.flatMap(MriParameter::number).map(number -> "" + bin(edges.get(), number));
    }
    return column.equals(Manufacturer.COLUMN) && Manufacturer.CLASSES.containsAll(categories)
        ? value.map(Manufacturer::of)
        : value;
  }

  /** The longest of some contrasts that the name of a scan ends in. */
  static Optional<String> longest(ScanId id, Collection<String> contrasts) {
    return contrasts.stream()
        .filter(contrast -> ("_" + id).endsWith("_" + contrast))
        .max((a, b) -> Integer.compare(a.length(), b.length()));
  }

  /** The number of the first edge above a value; how many there are if none is. */
  static int bin(List<Double> edges, double value) {
    for (int n = 0; n < edges.size(); n++) {
      if (edges.get(n) > value) {
        return n;
      }
    }
    return edges.size();
  }
}
