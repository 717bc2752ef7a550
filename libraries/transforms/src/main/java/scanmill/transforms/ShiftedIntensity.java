package scanmill.transforms;

import scanmill.volumes.Volume;

/**
 * Adds one number to all intensities of all channels.
 *
 * @param offset finite; 0 changes nothing
 */
public record ShiftedIntensity(double offset) implements IntensityTransform {

  public ShiftedIntensity {
    if (!Double.isFinite(offset)) {
      throw new IllegalArgumentException("ShiftedIntensity needs a finite offset; found " + offset);
    }
  }

  @Override
  public Volume apply(Volume volume) {
    float[] shifted = new float[volume.data().length];
    for (int v = 0; v < shifted.length; v++) {
      shifted[v] = (float) (volume.data()[v] + offset);
    }
    return new Volume(volume.grid(), shifted);
  }
}
