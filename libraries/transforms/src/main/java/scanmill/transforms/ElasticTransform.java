package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;
import scanmill.specs.Default;

/**
 * Now and then, deforms what is seen like rubber. Unlike in ivadomed, image and truth are deformed
 * by the same field. Simard, Steinkraus and Platt, ICDAR 2003.
 *
 * @param alphaRange two numbers of at least 0, ascending: how far, see {@link Deformed}
 * @param sigmaRange two numbers above 0, ascending: how smoothly, in voxels
 * @param p how often, 0 to 1
 */
public record ElasticTransform(
    List<Double> alphaRange, List<Double> sigmaRange, @Default("0.1") double p)
    implements RandomTransform {

  public ElasticTransform {
    alphaRange = List.copyOf(alphaRange);
    sigmaRange = List.copyOf(sigmaRange);
    Chance.requireRange("ElasticTransform", "alpha_range", alphaRange);
    Chance.requireRange("ElasticTransform", "sigma_range", sigmaRange);
    Chance.requireProbability("ElasticTransform", "p", p);
    if (alphaRange.get(0) < 0 || !(sigmaRange.get(0) > 0)) {
      throw new IllegalArgumentException(
          "ElasticTransform needs alpha_range of at least 0 and sigma_range above 0; found "
              + alphaRange
              + " and "
              + sigmaRange);
    }
  }

  @Override
  public Deformed draw(RandomGenerator random, Sample sample) {
    boolean now = random.nextDouble() < p;
    double alpha = Chance.within(random, alphaRange);
    double sigma = Chance.within(random, sigmaRange);
    return new Deformed(now ? alpha : 0, sigma, Chance.seed(random));
  }
}
