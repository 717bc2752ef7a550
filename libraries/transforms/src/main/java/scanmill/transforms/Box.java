package scanmill.transforms;

import scanmill.volumes.GridShape;

/**
 * A box laid over a grid, which may reach beyond it.
 *
 * @param i first voxel along i in the grid, negative if the box begins before it
 */
record Box(int i, int j, int k, GridShape shape) {

  /** The voxels in the box; 0 beyond the grid. */
  float[] copy(float[] data, GridShape from) {
    float[] out = new float[shape.length()];
    copyTo(data, from, out, 0);
    return out;
  }

  /** The labels in the box; 0 beyond the grid. */
  int[] copy(int[] labels, GridShape from) {
    int[] out = new int[shape.length()];
    copyTo(labels, from, out, 0);
    return out;
  }

  /**
   * Copies what lies in the box from one array into another of the same type.
   *
   * @param at where the box begins in {@code out}; what is beyond the grid is left as it is there
   */
  void copyTo(Object data, GridShape from, Object out, int at) {
    int firstI = Math.max(0, -i);
    int span = Math.min(shape.i(), from.i() - i) - firstI;
    if (span <= 0) {
      return;
    }
    for (int z = Math.max(0, -k); z < Math.min(shape.k(), from.k() - k); z++) {
      for (int y = Math.max(0, -j); y < Math.min(shape.j(), from.j() - j); y++) {
        System.arraycopy(
            data, from.index(i + firstI, j + y, k + z), out, at + shape.index(firstI, y, z), span);
      }
    }
  }

  /** The grid's own box, laid over this one: copying back puts every voxel where it was. */
  Box back(GridShape grid) {
    return new Box(-i, -j, -k, grid);
  }
}
