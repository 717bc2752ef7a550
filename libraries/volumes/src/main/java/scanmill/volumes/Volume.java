package scanmill.volumes;

/**
 * Intensities on a grid.
 *
 * <p>The array is shared, not copied: whoever hands it over stops writing to it. Index {@code i +
 * ni * (j + nj * k)}.
 */
public final class Volume implements Voxels {
  private final Grid grid;
  private final float[] data;

  public Volume(Grid grid, float[] data) {
    Voxels.requireLength("A volume", data.length, grid.shape());
    this.grid = grid;
    this.data = data;
  }

  @Override
  public Grid grid() {
    return grid;
  }

  /** The intensities themselves, not a copy; read only. */
  public float[] data() {
    return data;
  }

  public float at(int i, int j, int k) {
    return data[grid.shape().index(i, j, k)];
  }

  /** How many intensities are no numbers or infinite; a network can do nothing with them. */
  public long nonFiniteVoxels() {
    long count = 0;
    for (float value : data) {
      count += Float.isFinite(value) ? 0 : 1;
    }
    return count;
  }

  /**
   * The same intensities at the same places, axes pointing to where {@code to} says. No
   * interpolation.
   */
  public Volume reoriented(Orientation to) {
    AxisMap map = AxisMap.between(grid.orientation(), to);
    return map.isIdentity() ? this : new Volume(grid.reoriented(to), map.apply(data, grid.shape()));
  }
}
