package scanmill.configuration;

import java.util.List;
import java.util.Optional;

/** Checks on the sizes and steps of patches. */
final class Patches {
  private Patches() {}

  static void require(
      String lengthKey,
      Optional<List<Integer>> length,
      String strideKey,
      Optional<List<Integer>> stride,
      int axes) {
    length.ifPresent(counts -> require(lengthKey, counts, axes));
    stride.ifPresent(counts -> require(strideKey, counts, axes));
    if (length.isPresent() != stride.isPresent()) {
      throw new IllegalArgumentException(lengthKey + " and " + strideKey + " need each other");
    }
    for (int a = 0; length.isPresent() && a < axes; a++) {
      if (stride.orElseThrow().get(a) > length.get().get(a)) {
        throw new IllegalArgumentException(strideKey + " is at most " + lengthKey);
      }
    }
  }

  private static void require(String key, List<Integer> counts, int axes) {
    if (counts.size() != axes || counts.stream().anyMatch(count -> count < 1)) {
      throw new IllegalArgumentException(
          key + " is a list of " + axes + " counts above 0; it is " + counts);
    }
  }
}
