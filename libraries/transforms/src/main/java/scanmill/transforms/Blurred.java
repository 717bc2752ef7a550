package scanmill.transforms;

import scanmill.volumes.Volume;

/**
 * Blurs intensities by a Gaussian, cut at 4 sigma, mirrored at the border.
 *
 * @param sigma in voxels of every axis, at least 0; 0 changes nothing
 */
public record Blurred(double sigma) implements IntensityTransform {

  public Blurred {
    if (!(sigma >= 0) || Double.isInfinite(sigma)) {
      throw new IllegalArgumentException("Blurred needs sigma of at least 0; found " + sigma);
    }
  }

  @Override
  public Volume apply(Volume volume) {
    if (sigma == 0) {
      return volume;
    }
    Gaussian gaussian = new Gaussian(sigma, Gaussian.Border.MIRROR);
    return new Volume(volume.grid(), gaussian.smooth(volume.data(), volume.shape()));
  }
}
