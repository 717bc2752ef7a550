package scanmill.configuration;

import java.util.List;
import java.util.Optional;

/** Checks on the sizes and steps of patches. */
final class Patches {
  private Patches() {}

  /** Both or none, and no step that leaves voxels out. */
  static void require(
      String lengthKey,
      Optional<List<Integer>> length,
      String strideKey,
      Optional<List<Integer>> stride) {
    if (length.isPresent() != stride.isPresent()) {
      throw new IllegalArgumentException(lengthKey + " and " + strideKey + " need each other");
    }
    if (length.isEmpty() || stride.isEmpty()) {
      return;
    }
    List<Integer> lengths = length.get();
    List<Integer> strides = stride.get();
    for (int a = 0; a < Math.min(lengths.size(), strides.size()); a++) {
      if (strides.get(a) > lengths.get(a)) {
        throw new IllegalArgumentException(
            strideKey + " is at most " + lengthKey + "; they are " + strides + " and " + lengths);
      }
    }
  }
}
