package scanmill.volumes;

/**
 * One soft channel per class on a grid, background not among them; usually in [0, 1].
 *
 * <p>The arrays are shared, not copied: whoever hands them over stops writing to them.
 */
public final class ProbabilityMap implements Voxels {
  private final Grid grid;
  private final float[][] channels;

  /**
   * @param channels one array per class, each as long as the grid has voxels; at least one
   */
  public ProbabilityMap(Grid grid, float[][] channels) {
    if (channels.length == 0) {
      throw new IllegalArgumentException("A probability map has at least one class");
    }
    for (float[] channel : channels) {
      Voxels.requireLength("A probability map", channel.length, grid.shape());
    }
    this.grid = grid;
    this.channels = channels.clone();
  }

  /**
   * A copy of what a network wrote for one sample.
   *
   * @param output (C, I, J, K) with k fastest, from {@code offset}
   */
  public static ProbabilityMap ofRows(Grid grid, float[] output, int offset, int classes) {
    GridShape n = grid.shape();
    float[][] channels = new float[classes][n.length()];
    int from = offset;
    for (float[] channel : channels) {
      for (int i = 0; i < n.i(); i++) {
        for (int j = 0; j < n.j(); j++) {
          for (int k = 0; k < n.k(); k++) {
            channel[n.index(i, j, k)] = output[from++];
          }
        }
      }
    }
    return new ProbabilityMap(grid, channels);
  }

  @Override
  public Grid grid() {
    return grid;
  }

  /** Number of classes. */
  public int classes() {
    return channels.length;
  }

  /** The values of one class, not a copy; read only. */
  public float[] channel(int c) {
    return channels[c];
  }

  /** One class as a volume; the array is shared. */
  public Volume volume(int c) {
    return new Volume(grid, channels[c]);
  }

  /** The same values at the same places, axes pointing to where {@code to} says. */
  public ProbabilityMap reoriented(Orientation to) {
    AxisMap map = AxisMap.between(grid.orientation(), to);
    if (map.isIdentity()) {
      return this;
    }
    float[][] turned = new float[channels.length][];
    for (int c = 0; c < channels.length; c++) {
      turned[c] = map.apply(channels[c], grid.shape());
    }
    return new ProbabilityMap(grid.reoriented(to), turned);
  }
}
