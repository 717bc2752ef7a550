package scanmill.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;

/**
 * Computes a network at once, operator by operator, in DJL arrays of any floating type: the
 * plainest reading of a graph, against which the written ones are held.
 */
final class EagerEmitter implements Graph<NDArray> {
  private final int dimensions;
  private final Function<String, NDArray> tensors;
  private final boolean training;
  private final Optional<NDArray> masks;
  private long maskedChannels;

  /**
   * @param tensors the network's, by name
   * @param masks the factors of dropped channels, as {@link DropoutMasks} draws them; without them
   *     libtorch draws its own
   */
  EagerEmitter(
      int dimensions,
      Function<String, NDArray> tensors,
      boolean training,
      Optional<NDArray> masks) {
    this.dimensions = dimensions;
    this.tensors = tensors;
    this.training = training;
    this.masks = masks;
  }

  private PtNDArray tensor(String name) {
    return (PtNDArray) tensors.apply(name);
  }

  private Shape all(int value) {
    long[] values = new long[dimensions];
    Arrays.fill(values, value);
    return new Shape(values);
  }

  @Override
  @SuppressWarnings("NullAway") // no bias is a null pointer to DJL
  public NDArray convolution(String name, NDArray x, Convolution layer) {
    return JniUtils.convolution(
        (PtNDArray) x,
        tensor(name + ".weight"),
        layer.bias() ? tensor(name + ".bias") : null,
        all(layer.stride()),
        all(layer.padding()),
        all(1),
        1);
  }

  @Override
  public NDArray batchNorm(String name, NDArray x, BatchNormalization layer) {
    return JniUtils.batchNorm(
        (PtNDArray) x,
        tensor(name + ".running_mean"),
        tensor(name + ".running_var"),
        tensor(name + ".weight"),
        tensor(name + ".bias"),
        training,
        layer.momentum(),
        BatchNormalization.EPSILON);
  }

  @Override
  public NDArray instanceNorm(NDArray x, int channels) {
    return Operators.instanceNorm(x, BatchNormalization.EPSILON);
  }

  @Override
  public NDArray relu(NDArray x) {
    return JniUtils.relu((PtNDArray) x);
  }

  @Override
  public NDArray leakyRelu(NDArray x, double slope) {
    return JniUtils.leakyRelu((PtNDArray) x, slope);
  }

  @Override
  public NDArray sigmoid(NDArray x) {
    return JniUtils.sigmoid((PtNDArray) x);
  }

  @Override
  public NDArray softmax(NDArray x) {
    return x.softmax(1);
  }

  @Override
  public NDArray maxPool(NDArray x, int size) {
    return JniUtils.maxPool((PtNDArray) x, all(size), all(size), all(0), false);
  }

  @Override
  public NDArray upsampleLike(NDArray x, NDArray like) {
    return Operators.upsampleLike(x, like);
  }

  @Override
  public NDArray concat(NDArray first, NDArray second) {
    return first.concat(second, 1);
  }

  @Override
  public NDArray add(NDArray first, NDArray second) {
    return first.add(second);
  }

  @Override
  public NDArray multiply(NDArray first, NDArray second) {
    return first.mul(second);
  }

  @Override
  public NDArray dropout(NDArray x, int channels, double rate) {
    if (!training || rate == 0) {
      return x;
    }
    if (masks.isEmpty()) {
      return Operators.channelDropout(x, rate);
    }
    long first = maskedChannels;
    maskedChannels += channels;
    long[] shape = new long[2 + dimensions];
    Arrays.fill(shape, 1);
    shape[0] = x.getShape().get(0);
    shape[1] = channels;
    NDIndex own = new NDIndex(":, {}:{}", first, maskedChannels);
    return x.mul(masks.get().get(own).reshape(shape)); // (N, channels, 1, 1[, 1])
  }

  @Override
  public NDArray channelsFrom(NDArray x, int first) {
    return x.get(new NDIndex(":, {}:", first));
  }

  @Override
  public NDArray divideByMax(NDArray x) {
    NDArray largest = x;
    for (int axis = 1; axis < dimensions + 2; axis++) { // DJL takes one axis at a time
      largest = largest.max(new int[] {axis}, true);
    }
    return divideByNonZero(x, largest); // (N, 1, 1, 1[, 1])
  }

  @Override
  public NDArray divideByChannelSum(NDArray x) {
    return divideByNonZero(x, x.sum(new int[] {1}, true));
  }

  private static NDArray divideByNonZero(NDArray x, NDArray divisor) {
    return x.div(NDArrays.where(divisor.eq(0), divisor.onesLike(), divisor));
  }
}
