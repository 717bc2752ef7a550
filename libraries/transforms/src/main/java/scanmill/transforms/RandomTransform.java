package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A distribution over changes. Drawing chooses one fixed {@link Transform}, which is then applied
 * to the image, the truth and the region alike, so that they can never drift apart.
 */
public interface RandomTransform {

  /**
   * Chooses one change.
   *
   * @param random the only source of chance: equal states and samples give equal transforms
   * @param sample what the change will be applied to; read only. Few look further than its grid;
   *     one with a single slice is never turned out of its plane
   */
  Transform draw(RandomGenerator random, Sample sample);

  /**
   * The same wish, for networks of 2 or 3 dimensions, as ivadomed reads it: in 2 dimensions slices
   * are neither resampled nor cropped across k, and are normalised one by one.
   *
   * @param dimensions 2 or 3
   */
  default RandomTransform forDimensions(int dimensions) {
    return this;
  }

  /** Whether it knows all that it needs of the training set; most need nothing. */
  default boolean isFitted() {
    return true;
  }

  /**
   * The same, with what only a training set can tell, where it is missing.
   *
   * @param means of all voxels, one per channel
   * @param deviations likewise
   */
  default RandomTransform fitted(List<Double> means, List<Double> deviations) {
    return this;
  }

  /**
   * Whether it runs once, when a sample is prepared, before all others and whatever its place in
   * the configuration. True of resampling and cropping. What it draws depends on the sample only,
   * never on chance.
   */
  default boolean preparation() {
    return false;
  }
}
