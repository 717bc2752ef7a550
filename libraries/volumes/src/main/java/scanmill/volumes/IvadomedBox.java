package scanmill.volumes;

import java.util.List;

/**
 * What ivadomed makes of a bounding box, which it measures from the first voxel to the last and not
 * to the end of the last: boxes are one voxel short along every axis, and somewhat off the middle.
 * For models that were trained so.
 */
public final class IvadomedBox {

  private IvadomedBox() {}

  /**
   * Scales by a safety factor.
   *
   * @param factors of i, j and k
   */
  public static BoundingBox scaled(BoundingBox box, double... factors) {
    int[] b = new int[6];
    for (int axis = 0; axis < 3; axis++) {
      double first = box.bounds().get(2 * axis);
      double length = box.bounds().get(2 * axis + 1) - first;
      double scaled = length * factors[axis];
      put(b, axis, first - Math.floor((scaled - length) / 2), scaled);
    }
    return of(b);
  }

  /**
   * Carries over to another spacing.
   *
   * @param factors how many voxels of the other grid one has, along i, j and k
   */
  public static BoundingBox resampled(BoundingBox box, double... factors) {
    int[] b = new int[6];
    for (int axis = 0; axis < 3; axis++) {
      double first = box.bounds().get(2 * axis) * factors[axis];
      put(b, axis, first, box.bounds().get(2 * axis + 1) * factors[axis] - first);
    }
    return of(b);
  }

  private static void put(int[] bounds, int axis, double first, double length) {
    double at = Math.max(0, first);
    bounds[2 * axis] = (int) Math.rint(at);
    bounds[2 * axis + 1] = (int) (at + length);
  }

  private static BoundingBox of(int... b) {
    return BoundingBox.of(List.of(b[0], b[1], b[2], b[3], b[4], b[5]));
  }

  /** What is cut out: the box without its last voxels, but never nothing. */
  public static BoundingBox cropped(BoundingBox box) {
    return new BoundingBox(
        box.i0(),
        Math.max(box.i0(), box.i1() - 1),
        box.j0(),
        Math.max(box.j0(), box.j1() - 1),
        box.k0(),
        Math.max(box.k0(), box.k1() - 1));
  }
}
