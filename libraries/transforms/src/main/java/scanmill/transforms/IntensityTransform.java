package scanmill.transforms;

import scanmill.volumes.Grid;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;

/** A change of what voxels say. Labels are no intensities and stay, and so does every voxel. */
interface IntensityTransform extends Transform {

  @Override
  default ProbabilityMap apply(ProbabilityMap probabilities) {
    return probabilities;
  }

  @Override
  default LabelMap apply(LabelMap labels) {
    return labels;
  }

  @Override
  default ProbabilityMap undo(ProbabilityMap probabilities, Grid before) {
    return probabilities;
  }

  @Override
  default boolean geometric() {
    return false;
  }
}
