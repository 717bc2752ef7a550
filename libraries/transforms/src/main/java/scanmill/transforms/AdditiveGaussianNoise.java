package scanmill.transforms;

import java.util.random.RandomGenerator;
import scanmill.specs.Default;

/**
 * Adds a random number to every intensity, another one for every voxel and channel.
 *
 * @param mean of the normal distribution
 * @param std its standard deviation, at least 0
 */
public record AdditiveGaussianNoise(@Default("0") double mean, @Default("0.01") double std)
    implements RandomTransform {

  public AdditiveGaussianNoise {
    require(mean, std);
  }

  static void require(double mean, double std) {
    if (!Double.isFinite(mean) || !(std >= 0) || Double.isInfinite(std)) {
      throw new IllegalArgumentException(
          "Noise needs a finite mean and a std of at least 0; found " + mean + " and " + std);
    }
  }

  @Override
  public Noised draw(RandomGenerator random, Sample sample) {
    return new Noised(mean, std, Chance.seed(random));
  }
}
