package scanmill.transforms;

import scanmill.volumes.GridShape;

/**
 * Reads arrays at {@code A o + offset} for every voxel {@code o}, as {@code
 * scipy.ndimage.affine_transform} with constant 0 does: beyond the first and last voxel centres
 * there is nothing, and the last partial voxel is not extrapolated. Unlike scipy, a point that
 * misses the border by rounding alone is on it.
 */
final class AffineSampling {
  private static final double ROUNDING = 1e-9;

  private AffineSampling() {}

  /**
   * Between voxels, the linear mean of the neighbours.
   *
   * @param m the upper three rows of the map from result to origin, row by row
   */
  static float[] linear(float[] data, GridShape shape, double[] m) {
    return staysInSlice(m) ? inSlices(data, shape, m) : throughSlices(data, shape, m);
  }

  private static boolean staysInSlice(double[] m) {
    return m[2] == 0
        && m[6] == 0
        && m[8] == 0
        && m[9] == 0
        && m[10] == 1
        && Math.abs(m[11] - Math.rint(m[11])) < ROUNDING;
  }

  private static float[] inSlices(float[] data, GridShape n, double[] m) {
    float[] out = new float[data.length];
    int shift = (int) Math.rint(m[11]);
    for (int k = Math.max(0, -shift); k < Math.min(n.k(), n.k() - shift); k++) {
      int slice = n.index(0, 0, k + shift);
      for (int j = 0; j < n.j(); j++) {
        double x0 = m[1] * j + m[3];
        double y0 = m[5] * j + m[7];
        int o = n.index(0, j, k);
        for (int i = 0; i < n.i(); i++, o++) {
          double x = m[0] * i + x0;
          double y = m[4] * i + y0;
          if (within(x, n.i()) && within(y, n.j())) {
            out[o] = (float) bilinear(data, slice, n.i(), n.j(), x, y);
          }
        }
      }
    }
    return out;
  }

  private static float[] throughSlices(float[] data, GridShape n, double[] m) {
    float[] out = new float[data.length];
    int o = 0;
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        double x0 = m[1] * j + m[2] * k + m[3];
        double y0 = m[5] * j + m[6] * k + m[7];
        double z0 = m[9] * j + m[10] * k + m[11];
        for (int i = 0; i < n.i(); i++, o++) {
          double x = m[0] * i + x0;
          double y = m[4] * i + y0;
          double z = m[8] * i + z0;
          if (within(x, n.i()) && within(y, n.j()) && within(z, n.k())) {
            int below = lower(z, n.k());
            double f = Math.max(0, Math.min(1, z - below));
            double value = bilinear(data, n.index(0, 0, below), n.i(), n.j(), x, y);
            if (f > 0) {
              double above = bilinear(data, n.index(0, 0, below + 1), n.i(), n.j(), x, y);
              value += f * (above - value);
            }
            out[o] = (float) value;
          }
        }
      }
    }
    return out;
  }

  private static boolean within(double x, int n) {
    return x >= -ROUNDING && x <= n - 1 + ROUNDING;
  }

  /** The voxel at or before a point, such that there is one after it unless there is only one. */
  private static int lower(double x, int n) {
    return Math.max(0, Math.min((int) x, n - 2));
  }

  private static double bilinear(float[] data, int slice, int ni, int nj, double x, double y) {
    int i = lower(x, ni);
    int j = lower(y, nj);
    double fx = Math.max(0, Math.min(1, x - i));
    double fy = Math.max(0, Math.min(1, y - j));
    int at = slice + i + j * ni;
    int right = ni > 1 ? 1 : 0;
    int up = nj > 1 ? ni : 0;
    double a = data[at] + fx * (data[at + right] - (double) data[at]);
    double b = data[at + up] + fx * (data[at + up + right] - (double) data[at + up]);
    return a + fy * (b - a);
  }

  /** The label of the nearest voxel; a point halfway takes the later one. */
  static int[] nearest(int[] labels, GridShape n, double[] m) {
    int[] out = new int[labels.length];
    int o = 0;
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        double x0 = m[1] * j + m[2] * k + m[3];
        double y0 = m[5] * j + m[6] * k + m[7];
        double z0 = m[9] * j + m[10] * k + m[11];
        for (int i = 0; i < n.i(); i++, o++) {
          double x = m[0] * i + x0;
          double y = m[4] * i + y0;
          double z = m[8] * i + z0;
          if (within(x, n.i()) && within(y, n.j()) && within(z, n.k())) {
            out[o] = labels[n.index((int) (x + 0.5), (int) (y + 0.5), (int) (z + 0.5))];
          }
        }
      }
    }
    return out;
  }
}
