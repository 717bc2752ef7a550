package scanmill.engine;

/**
 * How voxels are pooled.
 *
 * @param kernel voxels that make one
 * @param stride voxels from one result to the next
 * @param padding on each side, with values that do not count; at most half a kernel
 */
public record Pooling(Axes kernel, Axes stride, Axes padding) {
  public Pooling {
    if (kernel.least() < 1 || stride.least() < 1) {
      throw new IllegalArgumentException(
          "A pooling has a positive kernel and stride, not " + kernel + " and " + stride);
    }
    for (int axis = 0; axis < padding.voxels().size(); axis++) {
      int across = kernel.voxels().get(Math.min(axis, kernel.voxels().size() - 1));
      if (2 * padding.voxels().get(axis) > across) {
        throw new IllegalArgumentException(
            "A pooling is padded by at most half a kernel, not by " + padding);
      }
    }
  }

  /** The same along every axis. */
  public Pooling(int kernel, int stride, int padding) {
    this(Axes.of(kernel), Axes.of(stride), Axes.of(padding));
  }
}
