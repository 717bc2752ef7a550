package scanmill.engine;

/**
 * The shape of a convolution.
 *
 * @param inputs channels that come in
 * @param outputs channels that go out
 * @param kernel voxels along each axis
 * @param stride voxels from one output to the next
 * @param padding zeros added on each side
 * @param bias whether a number is added per output channel
 * @param initial what it begins with
 * @param again whether it uses the tensors of an earlier convolution of the same name
 */
public record Convolution(
    int inputs,
    int outputs,
    Axes kernel,
    Axes stride,
    Axes padding,
    boolean bias,
    Initial initial,
    boolean again) {

  public Convolution {
    if (inputs < 1 || outputs < 1 || kernel.least() < 1 || stride.least() < 1) {
      throw new IllegalArgumentException(
          "A convolution has positive channels, kernel and stride, not "
              + inputs
              + ", "
              + outputs
              + ", "
              + kernel
              + ", "
              + stride);
    }
  }

  /** The same along every axis, beginning as in PyTorch. */
  public Convolution(int inputs, int outputs, int kernel, int stride, int padding, boolean bias) {
    this(
        inputs,
        outputs,
        Axes.of(kernel),
        Axes.of(stride),
        Axes.of(padding),
        bias,
        Initial.PYTORCH,
        false);
  }

  /** Kernel 3, padding 1, with bias: keeps the grid. */
  public static Convolution same(int inputs, int outputs) {
    return new Convolution(inputs, outputs, 3, 1, 1, true);
  }

  /** Kernel 1, with bias: mixes the channels of each voxel. */
  public static Convolution pointwise(int inputs, int outputs) {
    return new Convolution(inputs, outputs, 1, 1, 0, true);
  }

  public Convolution withoutBias() {
    return new Convolution(inputs, outputs, kernel, stride, padding, false, initial, again);
  }

  public Convolution from(Initial other) {
    return new Convolution(inputs, outputs, kernel, stride, padding, bias, other, again);
  }

  /** A second use of the tensors that this convolution's name already stands for. */
  public Convolution reused() {
    return new Convolution(inputs, outputs, kernel, stride, padding, bias, initial, true);
  }
}
