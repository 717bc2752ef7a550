package scanmill.transforms;

import scanmill.volumes.GridShape;

/**
 * Stretches arrays so that the first and the last voxel centre of every axis stay where they are,
 * as {@code scipy.ndimage.zoom} does: interpolating B-splines, mirrored at the border, axis by
 * axis.
 *
 * <p>Unser, Aldroubi and Eden, "B-spline signal processing", IEEE Trans. Signal Processing 41,
 * 1993. Unlike scipy, the last voxel never turns 0 by rounding.
 */
final class Zoom {
  /** Lines filtered side by side, so that memory is read in pieces and not voxel by voxel. */
  private static final int BLOCK = 64;

  private Zoom() {}

  /**
   * @param order of the spline: 0, 1 or 2
   */
  static float[] apply(float[] data, GridShape from, GridShape to, int order) {
    float[] current = data;
    GridShape shape = from;
    for (int axis = 0; axis < 3; axis++) {
      GridShape next = shape.with(axis, to.axis(axis));
      if (!next.equals(shape)) {
        current = along(axis, current, shape, next, order);
        shape = next;
      }
    }
    return current;
  }

  /** Every voxel takes the label of the voxel nearest to it. */
  static int[] nearest(int[] labels, GridShape from, GridShape to) {
    if (from.equals(to)) {
      return labels;
    }
    int[] sourceI = new Taps(from.i(), to.i(), 0).index;
    int[] sourceJ = new Taps(from.j(), to.j(), 0).index;
    int[] sourceK = new Taps(from.k(), to.k(), 0).index;
    int[] out = new int[to.length()];
    int o = 0;
    for (int k = 0; k < to.k(); k++) {
      for (int j = 0; j < to.j(); j++) {
        int row = from.index(0, sourceJ[j], sourceK[k]);
        for (int i = 0; i < to.i(); i++) {
          out[o++] = labels[row + sourceI[i]];
        }
      }
    }
    return out;
  }

  private static float[] along(int axis, float[] data, GridShape from, GridShape to, int order) {
    Taps taps = new Taps(from.axis(axis), to.axis(axis), order);
    float[] out = new float[to.length()];
    if (axis == 0) {
      alongRows(data, from.i(), to.i(), taps, out);
    } else {
      int inner = axis == 1 ? from.i() : from.i() * from.j();
      acrossRows(data, from.axis(axis), to.axis(axis), inner, taps, out);
    }
    return out;
  }

  /** Rows are laid side by side, so that they can be worked on together like columns. */
  private static void alongRows(float[] data, int n, int m, Taps taps, float[] out) {
    int rows = data.length / n;
    int width = Math.min(rows, BLOCK);
    double[] lines = new double[n * width];
    float[] zoomed = new float[m * width];
    for (int first = 0; first < rows; first += width) {
      int span = Math.min(width, rows - first);
      for (int b = 0; b < span; b++) {
        int row = (first + b) * n;
        for (int r = 0; r < n; r++) {
          lines[r * span + b] = data[row + r];
        }
      }
      taps.zoom(lines, n, span, zoomed, 0, span);
      for (int b = 0; b < span; b++) {
        int row = (first + b) * m;
        for (int r = 0; r < m; r++) {
          out[row + r] = zoomed[r * span + b];
        }
      }
    }
  }

  private static void acrossRows(float[] data, int n, int m, int inner, Taps taps, float[] out) {
    int outer = data.length / (n * inner);
    int width = Math.min(inner, BLOCK);
    double[] lines = new double[n * width];
    for (int o = 0; o < outer; o++) {
      for (int first = 0; first < inner; first += width) {
        int span = Math.min(width, inner - first);
        for (int r = 0; r < n; r++) {
          int source = (o * n + r) * inner + first;
          for (int b = 0; b < span; b++) {
            lines[r * span + b] = data[source + b];
          }
        }
        taps.zoom(lines, n, span, out, o * m * inner + first, inner);
      }
    }
  }

  /** For every voxel of the result along one axis: which coefficients it is made of, and how. */
  private static final class Taps {
    private final int count;
    private final int[] index;
    private final double[] weight;

    Taps(int n, int m, int order) {
      count = order + 1;
      index = new int[m * count];
      weight = new double[m * count];
      double step = m > 1 ? (n - 1) / (double) (m - 1) : 0;
      for (int o = 0; o < m; o++) {
        double x = Math.min(o * step, n - 1);
        int first = order == 1 ? (int) Math.floor(x) : (int) Math.floor(x + 0.5) - order / 2;
        for (int t = 0; t < count; t++) {
          index[o * count + t] = mirror(first + t, n);
          weight[o * count + t] = Spline.weight(order, x - (first + t));
        }
      }
    }

    private static int mirror(int i, int n) {
      return n == 1 ? 0 : i < 0 ? -i : i >= n ? 2 * (n - 1) - i : i;
    }

    /**
     * @param lines {@code span} lines of n side by side; overwritten
     * @param at where the first line's result begins
     * @param stride from one element of a line's result to the next
     */
    void zoom(double[] lines, int n, int span, float[] out, int at, int stride) {
      if (count == 3) {
        Spline.coefficients(lines, n, span);
      }
      for (int o = 0, to = at; o * count < index.length; o++, to += stride) {
        int tap = o * count;
        switch (count) {
          case 1 -> one(lines, index[tap] * span, out, to, span);
          case 2 -> two(lines, tap, out, to, span);
          default -> three(lines, tap, out, to, span);
        }
      }
    }

    private static void one(double[] lines, int a, float[] out, int to, int span) {
      for (int b = 0; b < span; b++) {
        out[to + b] = (float) lines[a + b];
      }
    }

    private void two(double[] lines, int tap, float[] out, int to, int span) {
      double v = weight[tap];
      double w = weight[tap + 1];
      int x = index[tap] * span;
      int y = index[tap + 1] * span;
      for (int b = 0; b < span; b++) {
        out[to + b] = (float) (v * lines[x + b] + w * lines[y + b]);
      }
    }

    private void three(double[] lines, int tap, float[] out, int to, int span) {
      double u = weight[tap];
      double v = weight[tap + 1];
      double w = weight[tap + 2];
      int x = index[tap] * span;
      int y = index[tap + 1] * span;
      int z = index[tap + 2] * span;
      for (int b = 0; b < span; b++) {
        out[to + b] = (float) (u * lines[x + b] + v * lines[y + b] + w * lines[z + b]);
      }
    }
  }
}
