package scanmill.volumes;

/**
 * Integer labels on a grid; 0 is background. 32 bits, so that the 256th object is still an object
 * of its own.
 *
 * <p>The array is shared, not copied: whoever hands it over stops writing to it.
 */
public final class LabelMap implements Voxels {
  private final Grid grid;
  private final int[] data;

  public LabelMap(Grid grid, int[] data) {
    Voxels.requireLength("A label map", data.length, grid.shape());
    this.grid = grid;
    this.data = data;
  }

  @Override
  public Grid grid() {
    return grid;
  }

  /** The labels themselves, not a copy; read only. */
  public int[] data() {
    return data;
  }

  public int at(int i, int j, int k) {
    return data[grid.shape().index(i, j, k)];
  }

  /** The same labels at the same places, axes pointing to where {@code to} says. */
  public LabelMap reoriented(Orientation to) {
    AxisMap map = AxisMap.between(grid.orientation(), to);
    return map.isIdentity()
        ? this
        : new LabelMap(grid.reoriented(to), map.apply(data, grid.shape()));
  }
}
