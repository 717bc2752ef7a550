package scanmill.engine;

/**
 * The operators a network is written in. A network describes itself once, to any graph; what comes
 * out depends on the graph: its parameters, an eager computation, TorchScript text or ONNX nodes.
 *
 * <p>Names are PyTorch's module paths, such as {@code encoder.down_path.0.conv1}; an operator adds
 * {@code .weight} and so on. The number of spatial axes (2 or 3) is the definition's. To add an
 * operator, add a method here; the compiler then names every emitter that must learn it.
 *
 * @param <V> what stands for an image (N, C, spatial axes...) or a vector (N, C) in this graph
 */
public interface Graph<V> {

  /**
   * What the network takes beside the image: a vector (N, width); asked for once per name. See
   * {@link Inputs}.
   */
  V vector(String name, int width);

  /**
   * Says that the tensors below this module path come here in PyTorch's order, although the
   * operators that use them come later.
   */
  default void place(String module) {}

  /**
   * Says that training also compares this with the target, brought to the same grid: deep
   * supervision, finest first. Lee et al., Deeply-supervised nets, AISTATS 2015. Does not matter to
   * inference.
   *
   * @param output as the network's own output, on a coarser grid
   */
  default void supervise(V output) {}

  /** Cross-correlation, as PyTorch's ConvNd: (N, in, ...) to (N, out, ...). */
  V convolution(String name, V x, Convolution layer);

  /**
   * The adjoint of a convolution without padding, as PyTorch's ConvTransposeNd: (N, in, n...) to
   * (N, out, (n - 1) stride + kernel...). Its weight is (in, out, kernel...).
   */
  V transposedConvolution(String name, V x, Convolution layer);

  /** Vectors (N, in) to (N, out). */
  V linear(String name, V x, Linear layer);

  /**
   * Normalises each channel over batch and space, then scales and shifts it. Ioffe and Szegedy,
   * Batch normalization, ICML 2015.
   */
  V batchNorm(String name, V x, BatchNormalization layer);

  /**
   * Normalises each channel of each sample over space; nothing is learnt or remembered. Ulyanov et
   * al., Instance normalization, arXiv:1607.08022.
   */
  V instanceNorm(V x, int channels);

  /** As {@link #instanceNorm(Object, int)}, then scales and shifts each channel as was learnt. */
  V instanceNorm(String name, V x, int channels);

  V relu(V x);

  /**
   * @param slope the factor of negative values
   */
  V leakyRelu(V x, double slope);

  V sigmoid(V x);

  /** Over channels. */
  V softmax(V x);

  /** Largest value in each cube of {@code size} voxels, without overlap; a remainder is dropped. */
  default V maxPool(V x, int size) {
    return maxPool(x, new Pooling(size, size, 0));
  }

  /** Largest value of each cube of voxels. */
  V maxPool(V x, Pooling pooling);

  /** Mean of each cube of {@code size} voxels, without overlap; a remainder is dropped. */
  default V averagePool(V x, int size) {
    return averagePool(x, new Pooling(size, size, 0));
  }

  /** Mean of each cube of voxels, of those that are there. */
  V averagePool(V x, Pooling pooling);

  /** Mean over space: (N, C, ...) to (N, C). */
  V globalAverage(V x);

  /** A vector as an image of one voxel: (N, C) to (N, C, 1, 1[, 1]). */
  V spread(V vector);

  /**
   * Linear interpolation of {@code x} to the spatial extent of {@code like}; the outermost voxel
   * centres coincide (align_corners).
   */
  V upsampleLike(V x, V like);

  /**
   * The nearest voxel of {@code x} on the spatial extent of {@code like}: of n voxels on m, voxel
   * floor(i n / m) for the i-th.
   */
  V upsampleNearestLike(V x, V like);

  /** The first voxels along each axis, as many as {@code like} has. */
  V cropLike(V x, V like);

  /** Channels of the first, then of the second. */
  V concat(V first, V second);

  /** Element by element; an extent of 1 is stretched. */
  V add(V first, V second);

  /** Element by element; an extent of 1 is stretched. */
  V multiply(V first, V second);

  /** Element by element; an extent of 1 is stretched. */
  V divide(V dividend, V divisor);

  /** factor x + summand. */
  V affine(V x, double factor, double summand);

  /**
   * In training, drops whole channels with this probability and divides the others by what remains;
   * in inference, changes nothing. Tompson et al., CVPR 2015.
   *
   * @param rate in [0, 1)
   */
  V dropout(V x, int channels, double rate);

  /**
   * As {@link #dropout}, but each number for itself. Srivastava et al., Dropout, JMLR 2014.
   *
   * @param rate in [0, 1)
   */
  V elementDropout(V x, double rate);

  /** The channels from this one on. */
  V channelsFrom(V x, int first);

  /** So many channels from this one on. */
  V channels(V x, int first, int count);

  /** Divides each sample by its own largest value; by 1 where that is 0. */
  V divideByMax(V x);

  /** Divides each voxel by the sum over its channels; by 1 where that is 0. */
  V divideByChannelSum(V x);
}
