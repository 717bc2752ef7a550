package scanmill.engine;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The extents of a tensor, slowest axis first; a value, so that specifications can be compared. */
public record Dimensions(List<Integer> extents) {
  public Dimensions {
    extents = List.copyOf(extents);
  }

  public static Dimensions of(int... extents) {
    return new Dimensions(IntStream.of(extents).boxed().toList());
  }

  public int[] toArray() {
    return extents.stream().mapToInt(Integer::intValue).toArray();
  }

  /** As {@code 8x1x3x3}. */
  @Override
  public String toString() {
    return extents.isEmpty()
        ? "scalar"
        : extents.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
