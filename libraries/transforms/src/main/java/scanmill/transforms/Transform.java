package scanmill.transforms;

import java.util.Set;
import java.util.random.RandomGenerator;
import scanmill.volumes.Grid;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * One fixed change: a record that can be logged, stored, replayed and undone.
 *
 * <p>The type of the voxels decides the interpolation: intensities smoothly, probabilities
 * linearly, labels by the nearest voxel, so that no label is ever invented. The same transform
 * brings equal grids onto equal grids, whatever lies on them. Arguments are never written to; what
 * does not change may be shared with the result.
 */
public interface Transform extends RandomTransform {

  Volume apply(Volume volume);

  /**
   * The same for one of several channels; only noise differs from channel to channel.
   *
   * @param channel from 0
   */
  default Volume apply(Volume volume, int channel) {
    return apply(volume);
  }

  ProbabilityMap apply(ProbabilityMap probabilities);

  LabelMap apply(LabelMap labels);

  /** A region of interest: labels of which only matters whether they are there. */
  default LabelMap applyToRegion(LabelMap region) {
    return apply(region);
  }

  /**
   * Brings a prediction back onto the grid it came from.
   *
   * @param probabilities on the grid that this transform leads to from {@code before}
   * @param before the grid that this transform was applied to
   * @return on exactly {@code before}; what the transform had pushed over the border is 0
   */
  ProbabilityMap undo(ProbabilityMap probabilities, Grid before);

  /** Whether it changes where voxels lie, rather than what they say. */
  boolean geometric();

  /**
   * What it can change: geometry every part, or parts would drift apart; what changes intensities
   * the images, since labels are none.
   */
  default Set<Part> changes() {
    return geometric() ? Part.ALL : Set.of(Part.IMAGE);
  }

  /**
   * The same change with what it needs on one grid worked out, so that all parts share the work.
   *
   * @param grid what it will be applied to, and nothing else
   */
  default Transform on(Grid grid) {
    return this;
  }

  /** Itself: a distribution with one outcome. Draws nothing. */
  @Override
  default Transform draw(RandomGenerator random, Sample sample) {
    return this;
  }

  @Override
  default Transform forDimensions(int dimensions) {
    return this;
  }
}
