package scanmill.engine;

/**
 * The operators a network is written in. A network describes itself once, to any graph; what comes
 * out depends on the graph: its parameters, an eager computation, TorchScript text or ONNX nodes.
 *
 * <p>Names are PyTorch's module paths, such as {@code encoder.down_path.0.conv1}; an operator adds
 * {@code .weight} and so on. The number of spatial axes (2 or 3) is the definition's. To add an
 * operator, add a method here; the compiler then names every emitter that must learn it.
 *
 * @param <V> what stands for a tensor (N, C, spatial axes...) in this graph
 */
public interface Graph<V> {

  /** Cross-correlation with a cubic kernel, as PyTorch's ConvNd: (N, in, ...) to (N, out, ...). */
  V convolution(String name, V x, Convolution layer);

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

  V relu(V x);

  /**
   * @param slope the factor of negative values
   */
  V leakyRelu(V x, double slope);

  V sigmoid(V x);

  /** Over channels. */
  V softmax(V x);

  /** Largest value in each cube of {@code size} voxels, without overlap; a remainder is dropped. */
  V maxPool(V x, int size);

  /**
   * Linear interpolation of {@code x} to the spatial extent of {@code like}; the outermost voxel
   * centres coincide (align_corners).
   */
  V upsampleLike(V x, V like);

  /** Channels of the first, then of the second. */
  V concat(V first, V second);

  V add(V first, V second);

  /** Element by element; an extent of 1 is stretched. */
  V multiply(V first, V second);

  /**
   * In training, drops whole channels with this probability and divides the others by what remains;
   * in inference, changes nothing. Tompson et al., CVPR 2015.
   *
   * @param rate in [0, 1)
   */
  V dropout(V x, int channels, double rate);

  /** The channels from this one on. */
  V channelsFrom(V x, int first);

  /** Divides each sample by its own largest value; by 1 where that is 0. */
  V divideByMax(V x);

  /** Divides each voxel by the sum over its channels; by 1 where that is 0. */
  V divideByChannelSum(V x);
}
