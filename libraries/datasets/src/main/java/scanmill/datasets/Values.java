package scanmill.datasets;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Values of metadata: text, but numbers where all of a column are, as pandas reads tables. */
final class Values {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");

  private Values() {}

  /** By number if all of them are numbers, else by code points. */
  static List<String> sorted(List<String> values) {
    Map<String, Double> numbers = new HashMap<>();
    for (String value : values) {
      number(value).ifPresent(number -> numbers.put(value, number));
    }
    List<String> sorted = new ArrayList<>(values);
    sorted.sort(
        values.stream().allMatch(numbers::containsKey)
            ? Comparator.comparing((String value) -> numbers.getOrDefault(value, 0.0))
            : Comparator.naturalOrder());
    return sorted;
  }

  /** Equal as texts or as numbers: {@code 3} is {@code 3.0}. */
  static boolean equal(String a, String b) {
    return a.equals(b) || (number(a).isPresent() && number(a).equals(number(b)));
  }

  /** A value that is a number. */
  static Optional<Double> number(String value) {
    if (!NUMBER.matcher(value).matches()) {
      return Optional.empty();
    }
    return Optional.of(Double.valueOf(value));
  }
}
