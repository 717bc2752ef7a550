package scanmill.volumes;

/**
 * A box of voxels inside a grid.
 *
 * @param i first voxel along i, counted from 0; likewise {@code j} and {@code k}
 * @param shape how many voxels it spans
 */
public record Window(int i, int j, int k, GridShape shape) {

  public Window {
    if (i < 0 || j < 0 || k < 0) {
      throw new IllegalArgumentException(
          "A window starts at or after the first voxel; found " + i + ", " + j + ", " + k);
    }
  }

  /** The whole of a grid. */
  public static Window all(GridShape grid) {
    return new Window(0, 0, 0, grid);
  }

  /** One slice across k. */
  public static Window slice(GridShape grid, int k) {
    return new Window(0, 0, k, grid.with(2, 1));
  }

  public boolean inside(GridShape grid) {
    return i + shape.i() <= grid.i() && j + shape.j() <= grid.j() && k + shape.k() <= grid.k();
  }
}
