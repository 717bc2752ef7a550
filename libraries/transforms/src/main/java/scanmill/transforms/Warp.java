package scanmill.transforms;

import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

/** A geometric transform that stays on its grid and reads every voxel from somewhere else on it. */
interface Warp extends GeometricTransform {

  /** Whether every voxel is read from where it is. */
  boolean nothing();

  /** Where each voxel is read. */
  Positions positions(GridShape shape);

  @Override
  default Grid after(Grid before) {
    return before;
  }

  @Override
  default float[] move(float[] data, Grid before, int order) {
    return nothing() ? data : positions(before.shape()).linear(data);
  }

  @Override
  default int[] move(int[] labels, Grid before) {
    return nothing() ? labels : positions(before.shape()).nearest(labels);
  }

  @Override
  default Transform on(Grid grid) {
    return nothing() ? this : new Warped(this, grid, positions(grid.shape()));
  }
}
