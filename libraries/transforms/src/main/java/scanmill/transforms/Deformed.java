package scanmill.transforms;

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
public record Deformed(double alpha, double sigma, long seed) implements Warp {
  private static final int ITERATIONS = 12;

  public Deformed {
    if (!(alpha >= 0) || !(sigma > 0) || !Double.isFinite(alpha + sigma)) {
      throw new IllegalArgumentException(
          "Deformed needs alpha of at least 0 and sigma above 0; found " + alpha + ", " + sigma);
    }
  }

  @Override
  public boolean nothing() {
    return alpha == 0;
  }

  @Override
  public Positions positions(GridShape shape) {
    return DisplacementField.random(shape, alpha, sigma, seed).positions();
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape before) {
    return alpha == 0
        ? data
        : DisplacementField.random(before, alpha, sigma, seed)
            .positionsBack(ITERATIONS)
            .linear(data);
  }
}
