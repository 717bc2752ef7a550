package scanmill.engine;

/**
 * The shape of a convolution; the same along every spatial axis.
 *
 * @param inputs channels that come in
 * @param outputs channels that go out
 * @param kernel voxels along each axis
 * @param stride voxels from one output to the next
 * @param padding zeros added on each side
 * @param bias whether a number is added per output channel
 */
public record Convolution(
    int inputs, int outputs, int kernel, int stride, int padding, boolean bias) {

  public Convolution {
    if (inputs < 1 || outputs < 1 || kernel < 1 || stride < 1 || padding < 0) {
      throw new IllegalArgumentException(
          "A convolution has positive channels, kernel and stride and no negative padding, not "
              + inputs
              + ", "
              + outputs
              + ", "
              + kernel
              + ", "
              + stride
              + ", "
              + padding);
    }
  }

  /** Kernel 3, padding 1, with bias: keeps the grid. */
  public static Convolution same(int inputs, int outputs) {
    return new Convolution(inputs, outputs, 3, 1, 1, true);
  }
}
