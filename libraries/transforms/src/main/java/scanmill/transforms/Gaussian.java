package scanmill.transforms;

import scanmill.volumes.GridShape;

/**
 * Smooths arrays by a Gaussian, axis by axis, cut at 4 sigma, as {@code
 * scipy.ndimage.gaussian_filter} does.
 */
final class Gaussian {
  /** What is taken to lie beyond the border. */
  enum Border {
    /** Nothing. */
    ZERO,
    /** The array mirrored at the outer faces of its first and last voxel. */
    MIRROR
  }

  /** Columns smoothed side by side: as many as fit into the nearest cache, for usual sigmas. */
  private static final int CHUNK = 256;

  private static final int TILE = 16;

  private final float[] weights; // of the voxel itself and those at distance 1, 2, …
  private final Border border;

  /**
   * @param sigma in voxels, above 0
   */
  Gaussian(double sigma, Border border) {
    this.border = border;
    int radius = (int) (4 * sigma + 0.5);
    double[] exact = new double[radius + 1];
    double sum = 0;
    for (int r = 0; r <= radius; r++) {
      exact[r] = Math.exp(-0.5 * r * r / (sigma * sigma));
      sum += r == 0 ? exact[r] : 2 * exact[r];
    }
    weights = new float[radius + 1];
    for (int r = 0; r <= radius; r++) {
      weights[r] = (float) (exact[r] / sum);
    }
  }

  /** The smoothed array; the argument is read only. An axis of one voxel stays as it is. */
  float[] smooth(float[] data, GridShape shape) {
    float[] current = data;
    for (int axis = 2; axis >= 0; axis--) {
      int n = shape.axis(axis);
      if (n > 1) {
        // The slowest axis is smoothed, then turned to be the fastest; after three the first is so
        // again. Rows far longer than the Gaussian are what processors are good at.
        current = transposed(acrossRows(current, n), n);
      }
    }
    return current;
  }

  /**
   * @param n rows, one after another
   */
  private float[] acrossRows(float[] data, int n) {
    int radius = weights.length - 1;
    int length = data.length / n;
    int width = Math.min(CHUNK, length);
    float[] out = new float[data.length];
    float[][] rows = new float[n + 2 * radius][];
    for (int r = 0; r < n; r++) {
      rows[radius + r] = new float[width];
    }
    float[] nothing = new float[width];
    for (int r = 1; r <= radius; r++) {
      boolean mirror = border == Border.MIRROR;
      rows[radius - r] = mirror ? rows[radius + mirrored(-r, n)] : nothing;
      rows[radius + n - 1 + r] = mirror ? rows[radius + mirrored(n - 1 + r, n)] : nothing;
    }
    float[] sums = new float[width];
    for (int first = 0; first < length; first += width) {
      int span = Math.min(width, length - first);
      for (int r = 0; r < n; r++) {
        System.arraycopy(data, r * length + first, rows[radius + r], 0, span);
      }
      for (int r = 0; r < n; r++) {
        weigh(rows, radius + r, sums);
        System.arraycopy(sums, 0, out, r * length + first, span);
      }
    }
    return out;
  }

  /** The weighted sum of rows about one. Loops are over plain arrays from 0, to be vectorised. */
  private void weigh(float[][] rows, int middle, float[] sums) {
    int radius = weights.length - 1;
    first(sums, rows[middle], weights[0]);
    int r = 1;
    for (; r < radius; r += 2) {
      addTwo(
          sums,
          rows[middle - r],
          rows[middle + r],
          weights[r],
          rows[middle - r - 1],
          rows[middle + r + 1],
          weights[r + 1]);
    }
    if (r == radius) {
      addOne(sums, rows[middle - r], rows[middle + r], weights[r]);
    }
  }

  private static void first(float[] sums, float[] row, float w) {
    for (int s = 0; s < sums.length; s++) {
      sums[s] = w * row[s];
    }
  }

  private static void addOne(float[] sums, float[] a, float[] b, float w) {
    for (int s = 0; s < sums.length; s++) {
      sums[s] += w * (a[s] + b[s]);
    }
  }

  private static void addTwo(
      float[] sums, float[] a, float[] b, float w, float[] c, float[] d, float v) {
    for (int s = 0; s < sums.length; s++) {
      sums[s] += w * (a[s] + b[s]) + v * (c[s] + d[s]);
    }
  }

  /**
   * @param n rows of the array; columns of the result
   */
  private static float[] transposed(float[] data, int n) {
    int length = data.length / n;
    if (length == 1) {
      return data;
    }
    float[] out = new float[data.length];
    for (int r0 = 0; r0 < n; r0 += TILE) {
      int r1 = Math.min(n, r0 + TILE);
      for (int c0 = 0; c0 < length; c0 += TILE) {
        int c1 = Math.min(length, c0 + TILE);
        for (int c = c0; c < c1; c++) {
          for (int r = r0; r < r1; r++) {
            out[c * n + r] = data[r * length + c];
          }
        }
      }
    }
    return out;
  }

  private static int mirrored(int q, int n) {
    int folded = Math.floorMod(q, 2 * n);
    return folded < n ? folded : 2 * n - 1 - folded;
  }
}
