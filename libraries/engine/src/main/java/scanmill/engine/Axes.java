package scanmill.engine;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A number of voxels along each spatial axis.
 *
 * @param voxels one per axis, or a single one that holds for all of them; none is negative
 */
public record Axes(List<Integer> voxels) {
  public Axes {
    voxels = List.copyOf(voxels);
    if (voxels.isEmpty() || voxels.stream().anyMatch(each -> each < 0)) {
      throw new IllegalArgumentException("Voxels along axes are not negative: " + voxels);
    }
  }

  /** One per axis, or one for all. */
  public static Axes of(int... voxels) {
    return new Axes(IntStream.of(voxels).boxed().toList());
  }

  /** The smallest of them. */
  int least() {
    return Collections.min(voxels);
  }

  /**
   * One number for each of so many axes.
   *
   * @throws IllegalArgumentException if there is another number of them, and not a single one
   */
  int[] along(int dimensions) {
    if (voxels.size() != 1 && voxels.size() != dimensions) {
      throw new IllegalArgumentException(dimensions + " axes are required, not " + voxels);
    }
    return IntStream.range(0, dimensions)
        .map(axis -> voxels.get(voxels.size() == 1 ? 0 : axis))
        .toArray();
  }
}
