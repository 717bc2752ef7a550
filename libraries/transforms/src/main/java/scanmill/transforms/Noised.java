package scanmill.transforms;

import java.util.SplittableRandom;
import scanmill.volumes.Volume;

/**
 * Adds a random number to every intensity, another one for every voxel and channel.
 *
 * @param mean of the normal distribution
 * @param std its standard deviation, at least 0
 * @param seed equal seeds add equal numbers
 */
public record Noised(double mean, double std, long seed) implements IntensityTransform {

  public Noised {
    AdditiveGaussianNoise.require(mean, std);
  }

  @Override
  public Volume apply(Volume volume) {
    return apply(volume, 0);
  }

  @Override
  public Volume apply(Volume volume, int channel) {
    SplittableRandom random = new SplittableRandom(seed + channel);
    float[] noised = new float[volume.data().length];
    for (int v = 0; v < noised.length; v++) {
      noised[v] = (float) (volume.data()[v] + mean + std * random.nextGaussian());
    }
    return new Volume(volume.grid(), noised);
  }
}
