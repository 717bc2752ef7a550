package scanmill.datasets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Values of metadata: text, but numbers where all of a column are, as pandas reads tables. */
final class Values {
  private Values() {}

  /** By number if all of them are numbers, else by code points. */
  static List<String> sorted(List<String> values) {
    List<String> sorted = new ArrayList<>(values);
    boolean numbers = values.stream().allMatch(value -> number(value).isPresent());
    sorted.sort(
        numbers
            ? Comparator.comparing((String value) -> number(value).orElseThrow())
            : Comparator.naturalOrder());
    return sorted;
  }

  /** Equal as texts or as numbers: {@code 3} is {@code 3.0}. */
  static boolean equal(String a, String b) {
    return a.equals(b) || (number(a).isPresent() && number(a).equals(number(b)));
  }

  /** A value that is a number. */
  static Optional<Double> number(String value) {
    if (!value.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
      return Optional.empty();
    }
    return Optional.of(Double.valueOf(value));
  }
}
