package scanmill.volumes;

import java.util.Arrays;

/**
 * The separate objects of a mask, numbered from 1 in the order in which their first voxels lie in
 * the array (i fastest).
 *
 * <p>Two passes with union-find: Rosenfeld and Pfaltz, "Sequential operations in digital picture
 * processing", J. ACM 13, 1966. Time grows with the voxels, not with the objects.
 */
public final class ConnectedComponents {
  private final int[] labels;
  private final int[] sizes; // index 0 counts the background

  private ConnectedComponents(int[] labels, int[] sizes) {
    this.labels = labels;
    this.sizes = sizes;
  }

  /**
   * Finds the objects of a mask.
   *
   * @param mask true where there is something, i fastest
   * @throws IllegalArgumentException if the mask is not as long as the shape has voxels
   */
  public static ConnectedComponents of(boolean[] mask, GridShape shape, Connectivity connectivity) {
    Voxels.requireLength("A mask", mask.length, shape);
    Pass pass = new Pass(mask, shape, connectivity);
    pass.run();
    return pass.finish();
  }

  /** How many objects there are. */
  public int count() {
    return sizes.length - 1;
  }

  /** The object each voxel belongs to, 0 for none; not a copy, read only. */
  public int[] labels() {
    return labels;
  }

  /**
   * Voxels of an object.
   *
   * @param label 1 to {@link #count()}; 0 asks for the background
   */
  public int size(int label) {
    return sizes[label];
  }

  /** The label of the object with most voxels, the first of equals; 0 if there is none. */
  public int largest() {
    int largest = 0;
    for (int label = 1; label < sizes.length; label++) {
      if (largest == 0 || sizes[label] > sizes[largest]) {
        largest = label;
      }
    }
    return largest;
  }

  /** The first pass: provisional labels, and which of them are one object. */
  private static final class Pass {
    private final boolean[] mask;
    private final GridShape shape;
    private final int[] labels;
    private int[] parent = new int[1024];
    private int used = 1;

    // Neighbours that come earlier in the array.
    private final int[] di = new int[13];
    private final int[] dj = new int[13];
    private final int[] dk = new int[13];
    private final int neighbours;

    Pass(boolean[] mask, GridShape shape, Connectivity connectivity) {
      this.mask = mask;
      this.shape = shape;
      this.labels = new int[mask.length];
      int n = 0;
      for (int k = -1; k <= 0; k++) {
        for (int j = -1; j <= (k < 0 ? 1 : 0); j++) {
          for (int i = -1; i <= (k < 0 || j < 0 ? 1 : -1); i++) {
            if (connectivity.joins(i, j, k)) {
              di[n] = i;
              dj[n] = j;
              dk[n] = k;
              n++;
            }
          }
        }
      }
      neighbours = n;
    }

    void run() {
      int[] side = new int[neighbours];
      int[] offset = new int[neighbours];
      for (int k = 0; k < shape.k(); k++) {
        for (int j = 0; j < shape.j(); j++) {
          int inside = 0;
          for (int n = 0; n < neighbours; n++) {
            int y = j + dj[n];
            if (k + dk[n] >= 0 && y >= 0 && y < shape.j()) {
              side[inside] = di[n];
              offset[inside++] = shape.i() * (dj[n] + shape.j() * dk[n]) + di[n];
            }
          }
          row(shape.index(0, j, k), side, offset, inside);
        }
      }
    }

    private void row(int start, int[] side, int[] offset, int inside) {
      int last = shape.i() - 1;
      for (int i = 0; i <= last; i++) {
        int v = start + i;
        if (!mask[v]) {
          continue;
        }
        int label = 0;
        for (int n = 0; n < inside; n++) {
          if ((i == 0 && side[n] < 0) || (i == last && side[n] > 0)) {
            continue;
          }
          int other = labels[v + offset[n]];
          if (other != 0 && other != label) {
            label = label == 0 ? root(other) : join(label, other);
          }
        }
        labels[v] = label == 0 ? create() : label;
      }
    }

    private int create() {
      if (used == parent.length) {
        parent = Arrays.copyOf(parent, used + (used >> 1));
      }
      parent[used] = used;
      return used++;
    }

    private int root(int label) {
      int r = label;
      while (parent[r] != r) {
        parent[r] = parent[parent[r]];
        r = parent[r];
      }
      return r;
    }

    /** The older of the two becomes the root, so that roots are in the order of first voxels. */
    private int join(int a, int b) {
      int x = root(a);
      int y = root(b);
      int older = Math.min(x, y);
      parent[Math.max(x, y)] = older;
      return older;
    }

    /** The second pass: final labels without gaps, and sizes. */
    ConnectedComponents finish() {
      int[] target = new int[used];
      int count = 0;
      for (int label = 1; label < used; label++) {
        int r = root(label);
        // A root is older than its members, so its own label is known by now.
        target[label] = r == label ? ++count : target[r];
      }
      int[] sizes = new int[count + 1];
      for (int v = 0; v < labels.length; v++) {
        int label = target[labels[v]];
        labels[v] = label;
        sizes[label]++;
      }
      return new ConnectedComponents(labels, sizes);
    }
  }
}
