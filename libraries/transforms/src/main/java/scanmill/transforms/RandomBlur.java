package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;
import scanmill.specs.Default;

/**
 * Now and then, blurs intensities by a Gaussian; all channels alike.
 *
 * @param sigmaRange two numbers of at least 0, ascending: the Gaussian's sigma in voxels lies
 *     between them
 * @param p how often, 0 to 1
 */
public record RandomBlur(List<Double> sigmaRange, @Default("0.5") double p)
    implements RandomTransform {

  public RandomBlur {
    sigmaRange = List.copyOf(sigmaRange);
    Chance.requireRange("RandomBlur", "sigma_range", sigmaRange);
    Chance.requireProbability("RandomBlur", "p", p);
    if (sigmaRange.get(0) < 0) {
      throw new IllegalArgumentException(
          "RandomBlur needs sigma_range of at least 0; found " + sigmaRange);
    }
  }

  @Override
  public Blurred draw(RandomGenerator random, Sample sample) {
    boolean now = random.nextDouble() < p;
    double sigma = Chance.within(random, sigmaRange);
    return new Blurred(now ? sigma : 0);
  }
}
