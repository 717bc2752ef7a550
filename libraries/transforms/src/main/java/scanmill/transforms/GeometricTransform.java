package scanmill.transforms;

import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * A change of where voxels lie, written once for arrays: the kinds of voxels differ in nothing but
 * the order of the spline.
 */
interface GeometricTransform extends Transform {
  /** Spline orders: nearest voxel, linear, quadratic. */
  int NEAREST = 0;

  int LINEAR = 1;
  int QUADRATIC = 2;

  /** The grid of the result. */
  Grid after(Grid before);

  /**
   * The values on the grid of the result.
   *
   * @param data i fastest, on {@code before}; read only
   * @param order of the spline: 0, 1 or 2
   */
  float[] move(float[] data, Grid before, int order);

  /** The labels on the grid of the result, each the nearest one. */
  int[] move(int[] labels, Grid before);

  /**
   * The way back for one channel.
   *
   * @param data on the grid of the result
   */
  float[] moveBack(float[] data, GridShape after, GridShape before);

  @Override
  default Volume apply(Volume volume) {
    Grid grid = volume.grid();
    return new Volume(after(grid), move(volume.data(), grid, QUADRATIC));
  }

  @Override
  default ProbabilityMap apply(ProbabilityMap probabilities) {
    Grid grid = probabilities.grid();
    float[][] moved = new float[probabilities.classes()][];
    for (int c = 0; c < moved.length; c++) {
      moved[c] = move(probabilities.channel(c), grid, LINEAR);
    }
    return new ProbabilityMap(after(grid), moved);
  }

  @Override
  default LabelMap apply(LabelMap labels) {
    Grid grid = labels.grid();
    return new LabelMap(after(grid), move(labels.data(), grid));
  }

  @Override
  default ProbabilityMap undo(ProbabilityMap probabilities, Grid before) {
    GridShape expected = after(before).shape();
    GridShape found = probabilities.shape();
    if (!found.equals(expected)) {
      throw new IllegalArgumentException(
          this + " leads from " + before.shape() + " to " + expected + "; found " + found);
    }
    float[][] back = new float[probabilities.classes()][];
    for (int c = 0; c < back.length; c++) {
      back[c] = moveBack(probabilities.channel(c), found, before.shape());
    }
    return new ProbabilityMap(before, back);
  }

  @Override
  default boolean geometric() {
    return true;
  }
}
