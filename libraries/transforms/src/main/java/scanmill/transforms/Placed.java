package scanmill.transforms;

import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A transform, the parts of a sample it is meant for and how often it is done, as a configuration
 * places it.
 *
 * @param transform fixed or drawn at random
 * @param parts what a transform of intensities changes; geometry changes all parts
 * @param probability 0 to 1: in so many samples it is drawn and done; the others stay as they are
 */
public record Placed(RandomTransform transform, Set<Part> parts, double probability) {

  public Placed {
    parts = Set.copyOf(parts);
    Chance.requireProbability("A transform", "probability", probability);
  }

  /** Done to every sample. */
  public Placed(RandomTransform transform, Set<Part> parts) {
    this(transform, parts, 1);
  }

  /** Whether nothing is left to chance: equal samples become equal samples. */
  public boolean fixed() {
    return transform instanceof Transform && probability == 1;
  }

  /** Draws once and changes every part alike. */
  public Sample apply(Sample sample, RandomGenerator random) {
    return probability == 1 || random.nextDouble() < probability
        ? sample.apply(transform.draw(random, sample), parts)
        : sample;
  }
}
