package scanmill.volumes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The voxels around an object, from a first to a last one along each axis, both in it. May reach
 * beyond the end of a grid, never before its beginning.
 *
 * @param i0 first along i, from 0; likewise {@code j0} and {@code k0}
 * @param i1 last along i, not before the first; likewise {@code j1} and {@code k1}
 */
public record BoundingBox(int i0, int i1, int j0, int j1, int k0, int k1) {
  /** So that 2.2 voxels times 5 are 11 and not 11 and a bit. */
  private static final double ROUNDING = 1e-9;

  public BoundingBox {
    if (i0 < 0 || j0 < 0 || k0 < 0 || i1 < i0 || j1 < j0 || k1 < k0) {
      throw new IllegalArgumentException(
          "A box begins at 0 or later and ends no earlier; found "
              + List.of(i0, i1, j0, j1, k0, k1));
    }
  }

  /**
   * As ivadomed writes it.
   *
   * @param bounds first and last along i, j and k
   */
  public static BoundingBox of(List<Integer> bounds) {
    if (bounds.size() != 6) {
      throw new IllegalArgumentException("A box has six bounds; found " + bounds);
    }
    return new BoundingBox(
        bounds.get(0), bounds.get(1), bounds.get(2), bounds.get(3), bounds.get(4), bounds.get(5));
  }

  /** First and last along i, j and k. */
  public List<Integer> bounds() {
    return List.of(i0, i1, j0, j1, k0, k1);
  }

  /**
   * One box per object, in the order of the objects; none if there is none. One pass over the
   * voxels, however many objects there are.
   */
  public static List<BoundingBox> around(ConnectedComponents objects, GridShape shape) {
    int[] labels = objects.labels();
    Voxels.requireLength("A mask", labels.length, shape);
    int[] bounds = new int[6 * (objects.count() + 1)];
    for (int b = 0; b < bounds.length; b += 2) {
      bounds[b] = Integer.MAX_VALUE;
    }
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        int v = shape.index(0, j, k);
        for (int i = 0; i < shape.i(); i++, v++) {
          if (labels[v] != 0) {
            widen(bounds, 6 * labels[v], i);
            widen(bounds, 6 * labels[v] + 2, j);
            widen(bounds, 6 * labels[v] + 4, k);
          }
        }
      }
    }
    List<BoundingBox> boxes = new ArrayList<>();
    for (int label = 1; label <= objects.count(); label++) {
      int[] b = Arrays.copyOfRange(bounds, 6 * label, 6 * label + 6);
      boxes.add(new BoundingBox(b[0], b[1], b[2], b[3], b[4], b[5]));
    }
    return boxes;
  }

  private static void widen(int[] bounds, int at, int index) {
    bounds[at] = Math.min(bounds[at], index);
    bounds[at + 1] = Math.max(bounds[at + 1], index);
  }

  /** How many voxels it spans. */
  public GridShape shape() {
    return new GridShape(i1 - i0 + 1, j1 - j0 + 1, k1 - k0 + 1);
  }

  /** The smallest box around both. */
  public BoundingBox and(BoundingBox other) {
    return new BoundingBox(
        Math.min(i0, other.i0),
        Math.max(i1, other.i1),
        Math.min(j0, other.j0),
        Math.max(j1, other.j1),
        Math.min(k0, other.k0),
        Math.max(k1, other.k1));
  }

  /**
   * With so many times the voxels, rounded up, around the same middle; moved up where it would
   * begin before the grid.
   *
   * @param factors of i, j and k, at least 1
   */
  public BoundingBox scaled(double... factors) {
    GridShape n = shape();
    return grown(
        new GridShape(
            times(n.i(), factors[0]), times(n.j(), factors[1]), times(n.k(), factors[2])));
  }

  private static int times(int voxels, double factor) {
    if (!(factor >= 1) || Double.isInfinite(factor)) {
      throw new IllegalArgumentException("A safety factor is at least 1; found " + factor);
    }
    return Math.toIntExact((long) Math.ceil(voxels * factor - ROUNDING));
  }

  /**
   * Spanning at least as many voxels as given, around the same middle; moved up where it would
   * begin before the grid.
   */
  public BoundingBox grown(GridShape to) {
    GridShape n = shape();
    int i = Math.max(n.i(), to.i());
    int j = Math.max(n.j(), to.j());
    int k = Math.max(n.k(), to.k());
    int atI = Math.max(0, i0 - (i - n.i()) / 2);
    int atJ = Math.max(0, j0 - (j - n.j()) / 2);
    int atK = Math.max(0, k0 - (k - n.k()) / 2);
    return new BoundingBox(atI, atI + i - 1, atJ, atJ + j - 1, atK, atK + k - 1);
  }

  /**
   * The same place on a grid of other spacing: all voxels that it touches there.
   *
   * @param factors how many voxels of the other grid one of this has, along i, j and k; above 0
   */
  public BoundingBox resampled(double... factors) {
    int[] b = new int[6];
    List<Integer> bounds = bounds();
    for (int axis = 0; axis < 3; axis++) {
      double factor = factors[axis];
      if (!(factor > 0) || Double.isInfinite(factor)) {
        throw new IllegalArgumentException("Voxels are resampled by above 0; found " + factor);
      }
      b[2 * axis] = (int) Math.floor(bounds.get(2 * axis) * factor + ROUNDING);
      b[2 * axis + 1] =
          Math.max(
              b[2 * axis], (int) Math.ceil((bounds.get(2 * axis + 1) + 1) * factor - ROUNDING) - 1);
    }
    return new BoundingBox(b[0], b[1], b[2], b[3], b[4], b[5]);
  }

  /**
   * The fewest voxels, at least so many, that patches fill without a rest.
   *
   * @param length of a patch
   * @param stride from patch to patch
   */
  public static GridShape filled(GridShape least, GridShape length, GridShape stride) {
    return new GridShape(
        filled(least.i(), length.i(), stride.i()),
        filled(least.j(), length.j(), stride.j()),
        filled(least.k(), length.k(), stride.k()));
  }

  private static int filled(int least, int length, int stride) {
    int rest = Math.max(0, least - length);
    return length + ((rest + stride - 1) / stride) * stride;
  }

  /**
   * The part of the box that a grid has.
   *
   * @throws IllegalArgumentException if it has none
   */
  public Window within(GridShape grid) {
    GridShape part =
        new GridShape(
            Math.min(i1, grid.i() - 1) - i0 + 1,
            Math.min(j1, grid.j() - 1) - j0 + 1,
            Math.min(k1, grid.k() - 1) - k0 + 1);
    return new Window(i0, j0, k0, part);
  }
}
