package scanmill.transforms;

import java.util.SplittableRandom;
import scanmill.volumes.GridShape;

/** How far each voxel is read from itself, in voxels along each axis. */
final class DisplacementField {
  private final GridShape shape;
  private final float[][] along; // empty for an axis of one voxel

  private DisplacementField(GridShape shape, float[][] along) {
    this.shape = shape;
    this.along = along;
  }

  static DisplacementField random(GridShape shape, double alpha, double sigma, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[][] along = new float[3][];
    for (int axis = 0; axis < 3; axis++) {
      along[axis] = new float[shape.axis(axis) > 1 ? shape.length() : 0];
      for (int v = 0; v < along[axis].length; v++) {
        along[axis][v] = (float) (alpha * (2 * random.nextDouble() - 1));
      }
      if (along[axis].length > 0) {
        along[axis] = smooth(along[axis], shape, sigma);
      }
    }
    return new DisplacementField(shape, along);
  }

  /** A Gaussian, cut at 4 sigma, nothing beyond the border. */
  private static float[] smooth(float[] data, GridShape shape, double sigma) {
    int radius = (int) (4 * sigma + 0.5);
    float[] kernel = new float[radius + 1];
    double sum = 0;
    for (int r = 0; r <= radius; r++) {
      kernel[r] = (float) Math.exp(-0.5 * r * r / (sigma * sigma));
      sum += r == 0 ? kernel[r] : 2 * kernel[r];
    }
    for (int r = 0; r <= radius; r++) {
      kernel[r] /= (float) sum;
    }
    float[] current = data;
    int stride = 1;
    for (int axis = 0; axis < 3; axis++) {
      int n = shape.axis(axis);
      current = along(current, n, stride, kernel);
      stride *= n;
    }
    return current;
  }

  private static float[] along(float[] data, int n, int stride, float[] kernel) {
    float[] out = new float[data.length];
    int radius = kernel.length - 1;
    for (int block = 0; block < data.length; block += n * stride) {
      for (int q = 0; q < n; q++) {
        int to = block + q * stride;
        for (int r = Math.max(-radius, -q); r <= Math.min(radius, n - 1 - q); r++) {
          float weight = kernel[Math.abs(r)];
          int from = to + r * stride;
          for (int s = 0; s < stride; s++) {
            out[to + s] += weight * data[from + s];
          }
        }
      }
    }
    return out;
  }

  /** At a voxel. */
  double at(int axis, int voxel) {
    return along[axis].length == 0 ? 0 : along[axis][voxel];
  }

  /** Between voxels. */
  double at(int axis, double x, double y, double z) {
    return along[axis].length == 0 ? 0 : linear(along[axis], shape, x, y, z);
  }

  /** A coordinate mirrored at the outer faces of the first and last voxel, then kept on centres. */
  private static double inside(double x, int n) {
    double period = 2.0 * n;
    double folded = (x + 0.5) % period;
    folded = folded < 0 ? folded + period : folded;
    double mirrored = (folded < n ? folded : period - folded) - 0.5;
    return Math.max(0, Math.min(n - 1, mirrored));
  }

  static int nearest(double x, int n) {
    return (int) (inside(x, n) + 0.5);
  }

  static float linear(float[] data, GridShape n, double x, double y, double z) {
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
