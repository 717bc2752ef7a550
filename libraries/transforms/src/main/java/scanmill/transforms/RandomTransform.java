package scanmill.transforms;

import java.util.random.RandomGenerator;
import scanmill.volumes.Grid;

/**
 * A distribution over changes. Drawing chooses one fixed {@link Transform}, which is then applied
 * to the image, the truth and the region alike, so that they can never drift apart.
 */
public interface RandomTransform {

  /**
   * Chooses one change; touches no voxel.
   *
   * @param random the only source of chance: equal states give equal transforms
   * @param grid what the change will be applied to; a grid with one slice is never turned out of
   *     its plane
   */
  Transform draw(RandomGenerator random, Grid grid);

  /**
   * The same wish, for networks of 2 or 3 dimensions, as ivadomed reads it: in 2 dimensions slices
   * are neither resampled nor cropped across k, and are normalised one by one.
   *
   * @param dimensions 2 or 3
   */
  default RandomTransform forDimensions(int dimensions) {
    return this;
  }

  /**
   * Whether it runs once, when a sample is prepared, before all others and whatever its place in
   * the configuration. True of resampling and cropping.
   */
  default boolean preparation() {
    return false;
  }
}
