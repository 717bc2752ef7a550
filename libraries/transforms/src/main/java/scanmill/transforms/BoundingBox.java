package scanmill.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.volumes.GridShape;

/**
 * The box about an object, as ivadomed's cascade reckons with it.
 *
 * @param min first voxel along i, j and k
 * @param max last voxel along each, at least {@code min}
 */
public record BoundingBox(List<Integer> min, List<Integer> max) {

  public BoundingBox {
    min = List.copyOf(min);
    max = List.copyOf(max);
    boolean ordered = min.size() == 3 && max.size() == 3;
    for (int a = 0; ordered && a < 3; a++) {
      ordered = min.get(a) <= max.get(a);
    }
    if (!ordered) {
      throw new IllegalArgumentException(
          "A box has three first voxels and three last ones after them; found "
              + min
              + " and "
              + max);
    }
  }

  /**
   * About all voxels above a half; absent if there is none.
   *
   * @param values on a grid of that shape
   */
  public static Optional<BoundingBox> of(float[] values, GridShape shape) {
    int[] min = {Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE};
    int[] max = {-1, -1, -1};
    int v = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        for (int i = 0; i < shape.i(); i++, v++) {
          if (values[v] > 0.5f) {
            extend(min, max, i, j, k);
          }
        }
      }
    }
    return max[0] < 0
        ? Optional.empty()
        : Optional.of(
            new BoundingBox(List.of(min[0], min[1], min[2]), List.of(max[0], max[1], max[2])));
  }

  private static void extend(int[] min, int[] max, int... voxel) {
    for (int a = 0; a < 3; a++) {
      min[a] = Math.min(min[a], voxel[a]);
      max[a] = Math.max(max[a], voxel[a]);
    }
  }

  /**
   * Grown about its middle by factors for safety; cut at the first voxel of the grid, but not at
   * the last, which nobody knows here.
   *
   * @param factors one per axis, each at least 1
   */
  public BoundingBox grown(List<Double> factors) {
    List<Integer> first = new ArrayList<>();
    List<Integer> last = new ArrayList<>();
    for (int a = 0; a < 3; a++) {
      double span = max.get(a) - min.get(a);
      double grown = span * factors.get(a);
      double start = Math.max(0, min.get(a) - Math.floor((grown - span) / 2));
      first.add((int) Math.rint(start));
      last.add((int) (start + grown));
    }
    return new BoundingBox(first, last);
  }

  /**
   * The same box on a grid of other spacing: coordinates times factors, cut to whole voxels.
   *
   * @param factors old spacing by new spacing, one per axis, above 0
   */
  public BoundingBox resampled(List<Double> factors) {
    List<Integer> first = new ArrayList<>();
    List<Integer> last = new ArrayList<>();
    for (int a = 0; a < 3; a++) {
      first.add((int) (min.get(a) * factors.get(a)));
      last.add((int) (max.get(a) * factors.get(a)));
    }
    return new BoundingBox(first, last);
  }

  /** Voxels along each axis, the last one counted. */
  public List<Integer> size() {
    return List.of(
        max.get(0) - min.get(0) + 1, max.get(1) - min.get(1) + 1, max.get(2) - min.get(2) + 1);
  }

  /** The same without the last voxel of each axis, at least 1: what ivadomed crops to. */
  public List<Integer> sizeWithoutLast() {
    return size().stream().map(n -> Math.max(1, n - 1)).toList();
  }

  /**
   * Sizes raised to a patch's, then until patches of a stride cover them exactly.
   *
   * @param length of a patch, one per axis
   * @param stride from patch to patch, one per axis, each at least 1
   */
  public static List<Integer> coverable(
      List<Integer> size, List<Integer> length, List<Integer> stride) {
    List<Integer> raised = new ArrayList<>();
    for (int a = 0; a < size.size(); a++) {
      int beyond = Math.max(0, size.get(a) - length.get(a));
      int steps = (beyond + stride.get(a) - 1) / stride.get(a);
      raised.add(length.get(a) + steps * stride.get(a));
    }
    return raised;
  }

  /** Cuts this box out, to its full size. */
  public BoundingBoxCrop crop() {
    return new BoundingBoxCrop(min, size());
  }
}
