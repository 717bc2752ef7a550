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
   * Where each voxel of the result is read.
   *
   * @param m the upper three rows of the map from result to origin, row by row
   */
  static Positions positions(GridShape shape, double[] m) {
    return staysInSlice(m) ? inSlices(shape, m) : throughSlices(shape, m);
  }

  private static boolean staysInSlice(double[] m) {
    return m[2] == 0
        && m[6] == 0
        && m[8] == 0
        && m[9] == 0
        && m[10] == 1
        && Math.abs(m[11] - Math.rint(m[11])) < ROUNDING;
  }

  private static Positions inSlices(GridShape n, double[] m) {
    Positions positions = new Positions(n, true);
    int shift = (int) Math.rint(m[11]);
    int o = 0;
    for (int k = 0; k < n.k(); k++) {
      int slice = k + shift;
      boolean beyond = slice < 0 || slice >= n.k();
      for (int j = 0; j < n.j(); j++) {
        double x0 = m[1] * j + m[3];
        double y0 = m[5] * j + m[7];
        for (int i = 0; i < n.i(); i++, o++) {
          double x = m[0] * i + x0;
          double y = m[4] * i + y0;
          if (beyond || !within(x, n.i()) || !within(y, n.j())) {
            positions.nowhere(o);
          } else {
            positions.put(o, x, y, slice);
          }
        }
      }
    }
    return positions;
  }

  private static Positions throughSlices(GridShape n, double[] m) {
    Positions positions = new Positions(n, false);
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
            positions.put(o, x, y, z);
          } else {
            positions.nowhere(o);
          }
        }
      }
    }
    return positions;
  }

  private static boolean within(double x, int n) {
    return x >= -ROUNDING && x <= n - 1 + ROUNDING;
  }
}
