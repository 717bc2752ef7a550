package scanmill.transforms;

import scanmill.volumes.Volume;

/**
 * Raises the size of every intensity to a power and keeps its sign. What leaves the range of floats
 * stays at its end.
 *
 * @param gamma above 0; 1 changes nothing
 */
public record GammaCorrected(double gamma) implements IntensityTransform {

  public GammaCorrected {
    if (!(gamma > 0) || Double.isInfinite(gamma)) {
      throw new IllegalArgumentException("GammaCorrected needs gamma above 0; found " + gamma);
    }
  }

  @Override
  public Volume apply(Volume volume) {
    if (gamma == 1) {
      return volume;
    }
    float[] corrected = new float[volume.data().length];
    for (int v = 0; v < corrected.length; v++) {
      double x = volume.data()[v];
      double size = Math.min(Float.MAX_VALUE, Math.pow(Math.abs(x), gamma));
      corrected[v] = (float) Math.copySign(size, x);
    }
    return new Volume(volume.grid(), corrected);
  }
}
