package scanmill.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a network of volumes goes about voxels that are longer along one axis: it looks across that
 * axis, and halves along it, only from the level on where voxels are less than twice as long (the
 * idea: Isensee et al., nnU-Net, Nature Methods 2021).
 *
 * @param strides by which each level after the first is coarser along each axis
 * @param kernels of the convolutions of each level along each axis
 */
record FlatVoxels(List<List<Integer>> strides, List<List<Integer>> kernels) {
  private static final double FLAT = 2;

  FlatVoxels {
    strides = strides.stream().map(List::copyOf).toList();
    kernels = kernels.stream().map(List::copyOf).toList();
  }

  /** Whether voxels are so long that it matters. */
  static boolean are(double[] spacingMm) {
    return Arrays.stream(spacingMm).max().orElse(1)
        >= FLAT * Arrays.stream(spacingMm).min().orElse(1);
  }

  static FlatVoxels of(double[] spacingMm, int depth) {
    double[] spacing = spacingMm.clone();
    List<List<Integer>> strides = new ArrayList<>();
    List<List<Integer>> kernels = new ArrayList<>();
    kernels.add(each(spacing, 1, 3));
    for (int level = 1; level <= depth; level++) {
      List<Integer> stride = each(spacing, 1, 2);
      for (int a = 0; a < spacing.length; a++) {
        spacing[a] *= stride.get(a);
      }
      strides.add(stride);
      kernels.add(each(spacing, 1, 3));
    }
    return new FlatVoxels(strides, kernels);
  }

  private static List<Integer> each(double[] spacing, int along, int otherwise) {
    double finest = Arrays.stream(spacing).min().orElse(1);
    return Arrays.stream(spacing).mapToObj(mm -> mm >= FLAT * finest ? along : otherwise).toList();
  }

  /** How many voxels of an axis become one in all. */
  int step(int axis) {
    return strides.stream().mapToInt(stride -> stride.get(axis)).reduce(1, (a, b) -> a * b);
  }

  /** Levels that are not halved along every axis. */
  int levels() {
    return (int) strides.stream().filter(stride -> stride.contains(1)).count();
  }
}
