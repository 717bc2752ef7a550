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
    int n = from.axis(axis);
    int m = to.axis(axis);
    int inner = axis == 0 ? 1 : axis == 1 ? from.i() : from.i() * from.j();
    int outer = data.length / (n * inner);
    Taps taps = new Taps(n, m, order);
    int width = Math.min(inner, BLOCK);
    double[] lines = new double[n * width];
    float[] out = new float[to.length()];
    for (int o = 0; o < outer; o++) {
      for (int first = 0; first < inner; first += width) {
        int span = Math.min(width, inner - first);
        for (int r = 0; r < n; r++) {
          int source = (o * n + r) * inner + first;
          for (int b = 0; b < span; b++) {
            lines[r * span + b] = data[source + b];
          }
        }
        if (order == 2) {
          Spline.coefficients(lines, n, span);
        }
        taps.evaluate(lines, span, out, o * m * inner + first, inner);
      }
    }
    return out;
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

    void evaluate(double[] lines, int span, float[] out, int at, int stride) {
      for (int o = 0, to = at; o * count < index.length; o++, to += stride) {
        for (int b = 0; b < span; b++) {
          double sum = 0;
          for (int t = 0; t < count; t++) {
            sum += weight[o * count + t] * lines[index[o * count + t] * span + b];
          }
          out[to + b] = (float) sum;
        }
      }
    }
  }
}
