package scanmill.volumes;

/** Values on a grid. Which of the three it is decides how it is interpolated. */
public sealed interface Voxels permits Volume, LabelMap, ProbabilityMap {

  Grid grid();

  default GridShape shape() {
    return grid().shape();
  }

  static void requireLength(String what, int length, GridShape shape) {
    if (length != shape.voxels()) {
      throw new IllegalArgumentException(
          what
              + " on a grid of "
              + shape
              + " needs "
              + shape.voxels()
              + " values; found "
              + length);
    }
  }
}
