package scanmill.transforms;

import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

/**
 * Deforms what is seen like rubber, as if the patient were of another build. The grid stays. Linear
 * for intensities and probabilities alike, mirrored at the border.
 *
 * <p>Each voxel is read at a distance from itself: along every axis of more than one voxel, noise
 * between -1 and 1, smoothed by a Gaussian, times {@code alpha}. The way back finds, for each
 * voxel, where it was read, by fixed-point iteration; where the field folds over itself there is
 * none, and it is close at best.
 *
 * @param alpha voxels, at least 0; 0 changes nothing
 * @param sigma of the Gaussian in voxels, above 0
 * @param seed equal seeds give equal fields on equal shapes
 */
public record Deformed(double alpha, double sigma, long seed) implements GeometricTransform {
  private static final int ITERATIONS = 12;

  public Deformed {
    if (!(alpha >= 0) || !(sigma > 0) || !Double.isFinite(alpha + sigma)) {
      throw new IllegalArgumentException(
          "Deformed needs alpha of at least 0 and sigma above 0; found " + alpha + ", " + sigma);
    }
  }

  @Override
  public Grid after(Grid before) {
    return before;
  }

  @Override
  public float[] move(float[] data, Grid before, int order) {
    if (alpha == 0) {
      return data;
    }
    GridShape n = before.shape();
    DisplacementField field = DisplacementField.random(n, alpha, sigma, seed);
    float[] out = new float[data.length];
    int o = 0;
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        for (int i = 0; i < n.i(); i++, o++) {
          out[o] =
              DisplacementField.linear(
                  data, n, i + field.at(0, o), j + field.at(1, o), k + field.at(2, o));
        }
      }
    }
    return out;
  }

  @Override
  public int[] move(int[] labels, Grid before) {
    if (alpha == 0) {
      return labels;
    }
    GridShape n = before.shape();
    DisplacementField field = DisplacementField.random(n, alpha, sigma, seed);
    int[] out = new int[labels.length];
    int o = 0;
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        for (int i = 0; i < n.i(); i++, o++) {
          int x = DisplacementField.nearest(i + field.at(0, o), n.i());
          int y = DisplacementField.nearest(j + field.at(1, o), n.j());
          int z = DisplacementField.nearest(k + field.at(2, o), n.k());
          out[o] = labels[n.index(x, y, z)];
        }
      }
    }
    return out;
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape n) {
    if (alpha == 0) {
      return data;
    }
    DisplacementField field = DisplacementField.random(n, alpha, sigma, seed);
    float[] out = new float[data.length];
    int o = 0;
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        for (int i = 0; i < n.i(); i++, o++) {
          double x = i;
          double y = j;
          double z = k;
          for (int t = 0; t < ITERATIONS; t++) {
            double dx = field.at(0, x, y, z);
            double dy = field.at(1, x, y, z);
            double dz = field.at(2, x, y, z);
            x = i - dx;
            y = j - dy;
            z = k - dz;
          }
          out[o] = DisplacementField.linear(data, n, x, y, z);
        }
      }
    }
    return out;
  }
}
