package scanmill.transforms;

import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

/** A warp on one grid, its positions worked out. */
record Warped(Warp warp, Grid grid, Positions positions) implements GeometricTransform {

  @Override
  public Grid after(Grid before) {
    return before;
  }

  @Override
  public float[] move(float[] data, Grid before, int order) {
    requireGrid(before);
    return positions.linear(data);
  }

  @Override
  public int[] move(int[] labels, Grid before) {
    requireGrid(before);
    return positions.nearest(labels);
  }

  private void requireGrid(Grid found) {
    if (!found.equals(grid)) {
      throw new IllegalArgumentException("Worked out for " + grid + "; found " + found);
    }
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape before) {
    return warp.moveBack(data, after, before);
  }
}
