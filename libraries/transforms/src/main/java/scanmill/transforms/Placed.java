package scanmill.transforms;

import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * A transform and the parts of a sample it is meant for, as a configuration places it.
 *
 * @param transform fixed or drawn at random
 * @param parts what a transform of intensities changes; geometry changes all parts
 */
public record Placed(RandomTransform transform, Set<Part> parts) {

  public Placed {
    parts = Set.copyOf(parts);
  }

  /** Draws once and changes every part alike. */
  public Sample apply(Sample sample, RandomGenerator random) {
    return sample.apply(transform.draw(random, sample.grid()), parts);
  }
}
