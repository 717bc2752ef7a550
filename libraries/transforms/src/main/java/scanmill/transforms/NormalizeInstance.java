package scanmill.transforms;

import scanmill.specs.Default;
import scanmill.volumes.Volume;

/**
 * Brings intensities to mean 0 and population standard deviation 1, channel by channel. Where they
 * deviate by less than 1e-5, only the mean is taken away. Labels are no intensities and stay.
 *
 * @param perSlice whether each slice across k is normalised by itself, as networks of 2 dimensions
 *     need it, rather than the volume as a whole
 */
public record NormalizeInstance(@Default("false") boolean perSlice) implements IntensityTransform {
  private static final double LEAST_DEVIATION = 1e-5;

  @Override
  public NormalizeInstance forDimensions(int dimensions) {
    return new NormalizeInstance(dimensions == 2);
  }

  @Override
  public Volume apply(Volume volume) {
    float[] data = volume.data();
    float[] out = new float[data.length];
    int slices = perSlice ? volume.shape().k() : 1;
    int length = data.length / slices;
    for (int s = 0; s < slices; s++) {
      normalise(data, out, s * length, length);
    }
    return new Volume(volume.grid(), out);
  }

  private static void normalise(float[] data, float[] out, int from, int length) {
    double mean = sum(data, from, length) / length;
    double squares = squares(data, from, length, mean);
    double deviation = Math.sqrt(squares / length);
    scale(data, out, from, length, mean, deviation);
  }

  // Two sums side by side, since each addition waits for the one before it.

  private static double sum(float[] data, int from, int length) {
    double even = 0;
    double odd = 0;
    int last = from + length - 1;
    for (int v = from; v < last; v += 2) {
      even += data[v];
      odd += data[v + 1];
    }
    return even + odd + (length % 2 == 0 ? 0 : data[last]);
  }

  private static double squares(float[] data, int from, int length, double mean) {
    double even = 0;
    double odd = 0;
    int last = from + length - 1;
    for (int v = from; v < last; v += 2) {
      double a = data[v] - mean;
      double b = data[v + 1] - mean;
      even += a * a;
      odd += b * b;
    }
    double rest = length % 2 == 0 ? 0 : data[last] - mean;
    return even + odd + rest * rest;
  }

  /** All of an array less the mean, by the deviation unless that is next to nothing. */
  static float[] scaled(float[] data, double mean, double deviation) {
    float[] out = new float[data.length];
    scale(data, out, 0, data.length, mean, deviation);
    return out;
  }

  private static void scale(
      float[] data, float[] out, int from, int length, double mean, double deviation) {
    double scale = deviation < LEAST_DEVIATION ? 1 : 1 / deviation;
    for (int v = from; v < from + length; v++) {
      out[v] = (float) ((data[v] - mean) * scale);
    }
  }
}
