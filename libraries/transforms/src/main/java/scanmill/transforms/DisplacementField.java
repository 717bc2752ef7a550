package scanmill.transforms;

import scanmill.volumes.GridShape;

/** How far each voxel is read from itself, in voxels along each axis. */
final class DisplacementField {
  private final GridShape shape;
  private final float[][] along; // empty for an axis of one voxel

  private DisplacementField(GridShape shape, float[][] along) {
    this.shape = shape;
    this.along = along;
  }

  /** Noise between -1 and 1, smoothed, times alpha; nothing beyond the border. */
  static DisplacementField random(GridShape shape, double alpha, double sigma, long seed) {
    Gaussian gaussian = new Gaussian(sigma, Gaussian.Border.ZERO);
    float[][] along = new float[3][];
    for (int axis = 0; axis < 3; axis++) {
      along[axis] =
          shape.axis(axis) > 1
              ? gaussian.smooth(noise(shape.length(), (float) alpha, seed * 3 + axis), shape)
              : new float[0];
    }
    return new DisplacementField(shape, along);
  }

  /** Evenly distributed between plus and minus {@code most}, 24 bits each. */
  private static float[] noise(int length, float most, long seed) {
    float[] noise = new float[length];
    float unit = most * 0x1p-23f;
    long state = seed;
    for (int v = 0; v < length; v += 2) {
      // SplitMix64: Steele, Lea and Flood, OOPSLA 2014. One long makes two numbers.
      state += 0x9E3779B97F4A7C15L;
      long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      z ^= z >>> 31;
      noise[v] = (z >> 40) * unit;
      if (v + 1 < length) {
        noise[v + 1] = ((z << 32) >> 40) * unit;
      }
    }
    return noise;
  }

  /** Where each voxel is read. Consumes the field: its memory becomes that of the positions. */
  Positions positions() {
    boolean flat = along[2].length == 0;
    Positions positions =
        new Positions(
            shape,
            along[0].length == 0 ? new float[shape.length()] : along[0],
            along[1].length == 0 ? new float[shape.length()] : along[1],
            along[2]);
    int o = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++, o += shape.i()) {
        if (flat) {
          row(positions, o, j, k);
        } else {
          rowBetweenSlices(positions, o, j, k);
        }
      }
    }
    return positions;
  }

  private void row(Positions positions, int from, int j, int k) {
    int ni = shape.i();
    int nj = shape.j();
    float[] alongI = along[0];
    float[] alongJ = along[1];
    for (int i = 0, o = from; i < ni; i++, o++) {
      double x = alongI.length == 0 ? 0 : inside(i + alongI[o], ni);
      double y = alongJ.length == 0 ? 0 : inside(j + alongJ[o], nj);
      positions.put(o, x, y, k);
    }
  }

  private void rowBetweenSlices(Positions positions, int from, int j, int k) {
    int ni = shape.i();
    int nj = shape.j();
    int nk = shape.k();
    float[] alongI = along[0];
    float[] alongJ = along[1];
    float[] alongK = along[2];
    for (int i = 0, o = from; i < ni; i++, o++) {
      double x = alongI.length == 0 ? 0 : inside(i + alongI[o], ni);
      double y = alongJ.length == 0 ? 0 : inside(j + alongJ[o], nj);
      positions.put(o, x, y, inside(k + alongK[o], nk));
    }
  }

  /**
   * Where each voxel was brought to: the point that is read at the voxel, found by fixed-point
   * iteration.
   */
  Positions positionsBack(int iterations) {
    Positions positions = new Positions(shape, along[2].length == 0);
    int o = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        for (int i = 0; i < shape.i(); i++, o++) {
          double x = i;
          double y = j;
          double z = k;
          for (int t = 0; t < iterations; t++) {
            double dx = at(0, x, y, z);
            double dy = at(1, x, y, z);
            double dz = at(2, x, y, z);
            x = i - dx;
            y = j - dy;
            z = k - dz;
          }
          if (along[2].length == 0) {
            positions.put(o, inside(x, shape.i()), inside(y, shape.j()), k);
          } else {
            positions.put(o, inside(x, shape.i()), inside(y, shape.j()), inside(z, shape.k()));
          }
        }
      }
    }
    return positions;
  }

  /** Between voxels. */
  private double at(int axis, double x, double y, double z) {
    return along[axis].length == 0 ? 0 : linear(along[axis], shape, x, y, z);
  }

  /** A coordinate mirrored at the outer faces of the first and last voxel, then kept on centres. */
  private static double inside(double x, int n) {
    if (x >= 0 && x <= n - 1) {
      return x;
    }
    double period = 2.0 * n;
    double folded = x + 0.5 - period * Math.floor((x + 0.5) / period);
    double mirrored = (folded < n ? folded : period - folded) - 0.5;
    return Math.max(0, Math.min(n - 1, mirrored));
  }

  private static float linear(float[] data, GridShape n, double x, double y, double z) {
    double px = inside(x, n.i());
    double py = inside(y, n.j());
    double pz = inside(z, n.k());
    int i = (int) px;
    int j = (int) py;
    int k = (int) pz;
    double a = slice(data, n, i, j, k, px - i, py - j);
    double f = pz - k;
    return (float) (f == 0 ? a : a + f * (slice(data, n, i, j, k + 1, px - i, py - j) - a));
  }

  private static double slice(
      float[] data, GridShape n, int i, int j, int k, double fx, double fy) {
    int at = n.index(i, j, k);
    int right = fx > 0 ? 1 : 0;
    int up = fy > 0 ? n.i() : 0;
    double low = data[at] + fx * ((double) data[at + right] - data[at]);
    double high = data[at + up] + fx * ((double) data[at + up + right] - data[at + up]);
    return low + fy * (high - low);
  }
}
