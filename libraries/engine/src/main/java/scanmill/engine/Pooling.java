package scanmill.engine;

/**
 * How voxels are pooled; the same along every spatial axis.
 *
 * @param kernel voxels that make one
 * @param stride voxels from one result to the next
 * @param padding on each side, with values that never win; at most half a kernel
 */
public record Pooling(int kernel, int stride, int padding) {
  public Pooling {
    if (kernel < 1 || stride < 1 || padding < 0 || 2 * padding > kernel) {
      throw new IllegalArgumentException(
          "A pooling has a positive kernel and stride and a padding of at most half a kernel, not "
              + kernel
              + ", "
              + stride
              + ", "
              + padding);
    }
  }
}
