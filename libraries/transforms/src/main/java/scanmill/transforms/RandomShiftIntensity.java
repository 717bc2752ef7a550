package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;
import scanmill.specs.Default;

/**
 * Now and then, adds a number to all intensities; the same to all channels.
 *
 * @param shiftRange two numbers, ascending: the one added lies between them
 * @param prob how often, 0 to 1
 */
public record RandomShiftIntensity(List<Double> shiftRange, @Default("0.1") double prob)
    implements RandomTransform {

  public RandomShiftIntensity {
    shiftRange = List.copyOf(shiftRange);
    Chance.requireRange("RandomShiftIntensity", "shift_range", shiftRange);
    Chance.requireProbability("RandomShiftIntensity", "prob", prob);
  }

  @Override
  public ShiftedIntensity draw(RandomGenerator random, Sample sample) {
    boolean now = random.nextDouble() < prob;
    double offset = Chance.within(random, shiftRange);
    return new ShiftedIntensity(now ? offset : 0);
  }
}
