package scanmill.transforms;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import scanmill.specs.Default;
import scanmill.specs.OneOrMany;

/**
 * Now and then, brightens and darkens intensities smoothly across the image, as the coil of a
 * scanner does; all channels alike. Sudre, Cardoso and Ourselin, "Longitudinal segmentation of
 * age-related white matter hyperintensities", Medical Image Analysis 38, 2017.
 *
 * @param coefficients one number for coefficients within plus and minus it, or two in ascending
 *     order for coefficients between them; see {@link Biased}
 * @param order of the polynomial, 0 to 10
 * @param p how often, 0 to 1. Tested once, where ivadomed tests it twice
 */
public record RandomBiasField(
    @OneOrMany List<Double> coefficients, int order, @Default("0.5") double p)
    implements RandomTransform {

  public RandomBiasField {
    coefficients = List.copyOf(coefficients);
    boolean range = coefficients.size() == 2 && coefficients.get(0) <= coefficients.get(1);
    if (!range && !(coefficients.size() == 1 && coefficients.get(0) >= 0)) {
      throw new IllegalArgumentException(
          "RandomBiasField needs coefficients as one number of at least 0, or as two in ascending"
              + " order; found "
              + coefficients);
    }
    Biased.requireOrder(order);
    Chance.requireProbability("RandomBiasField", "p", p);
  }

  @Override
  public Biased draw(RandomGenerator random, Sample sample) {
    boolean now = random.nextDouble() < p;
    double most = coefficients.get(coefficients.size() - 1);
    double least = coefficients.size() == 1 ? -most : coefficients.get(0);
    List<Double> drawn = new ArrayList<>();
    for (int n = Biased.terms(order); n > 0; n--) {
      drawn.add(Chance.within(random, List.of(least, most)));
    }
    return now ? new Biased(drawn, order) : new Biased(List.of(0.0), 0);
  }
}
