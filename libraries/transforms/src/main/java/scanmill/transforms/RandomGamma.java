package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;
import scanmill.specs.Default;

/**
 * Now and then, raises intensities to a power; the same for all channels.
 *
 * @param logGammaRange two numbers, ascending: the power's natural logarithm lies between them
 * @param p how often, 0 to 1
 */
public record RandomGamma(List<Double> logGammaRange, @Default("0.5") double p)
    implements RandomTransform {

  public RandomGamma {
    logGammaRange = List.copyOf(logGammaRange);
    Chance.requireRange("RandomGamma", "log_gamma_range", logGammaRange);
    Chance.requireProbability("RandomGamma", "p", p);
  }

  @Override
  public GammaCorrected draw(RandomGenerator random, Sample sample) {
    boolean now = random.nextDouble() < p;
    double gamma = Math.exp(Chance.within(random, logGammaRange));
    return new GammaCorrected(now ? gamma : 1);
  }
}
