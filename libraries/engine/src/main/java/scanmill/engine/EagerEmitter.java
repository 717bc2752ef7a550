package scanmill.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
  private final Map<String, NDArray> vectors;
  private final long seed;
  private final List<NDArray> supervised = new ArrayList<>();
  private long maskedChannels;
  private int elementDropouts;

  /**
   * @param tensors the network's, by name
   * @param masks the factors of dropped channels, as {@link DropoutMasks} draws them; without them
   *     libtorch draws its own
   * @param seed decides which single numbers are dropped
   */
  EagerEmitter(
      int dimensions,
      Function<String, NDArray> tensors,
      boolean training,
      Optional<NDArray> masks,
      Map<String, NDArray> vectors,
      long seed) {
    this.dimensions = dimensions;
    this.tensors = tensors;
    this.training = training;
    this.masks = masks;
    this.vectors = vectors;
    this.seed = seed;
  }

  /** What deep supervision compares besides, in graph order. */
  List<NDArray> supervised() {
    return supervised;
  }

  @Override
  public NDArray vector(String name, int width) {
    return Objects.requireNonNull(vectors.get(name), name);
  }

  @Override
  public void supervise(NDArray output) {
    supervised.add(output);
  }

  private PtNDArray tensor(String name) {
    return (PtNDArray) tensors.apply(name);
  }

  private Shape shape(Axes axes) {
    return new Shape(longs(axes));
  }

  private long[] longs(Axes axes) {
    return Arrays.stream(axes.along(dimensions)).asLongStream().toArray();
  }

  private Shape all(int value) {
    return shape(Axes.of(value));
  }

  @Override
  @SuppressWarnings("NullAway") // no bias is a null pointer to DJL
  public NDArray convolution(String name, NDArray x, Convolution layer) {
    return JniUtils.convolution(
        (PtNDArray) x,
        tensor(name + ".weight"),
        layer.bias() ? tensor(name + ".bias") : null,
        shape(layer.stride()),
        shape(layer.padding()),
        all(1),
        1);
  }

  @Override
  public NDArray transposedConvolution(String name, NDArray x, Convolution layer) {
    NDArray weight = tensor(name + ".weight");
    NDArray bias =
        layer.bias()
            ? tensor(name + ".bias")
            : x.getManager().zeros(new Shape(layer.outputs()), x.getDataType());
    return Operators.transposedConvolution(x, weight, bias, longs(layer.stride()));
  }

  @Override
  public NDArray linear(String name, NDArray x, Linear layer) {
    NDArray weight = tensor(layer.weightsOf().orElse(name) + ".weight");
    return x.matMul(weight.transpose()).add(tensor(name + ".bias"));
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
  public NDArray instanceNorm(String name, NDArray x, int channels) {
    NDArray weight = spread(tensor(name + ".weight").expandDims(0));
    NDArray bias = spread(tensor(name + ".bias").expandDims(0));
    return instanceNorm(x, channels).mul(weight).add(bias);
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
  public NDArray maxPool(NDArray x, Pooling pooling) {
    return JniUtils.maxPool(
        (PtNDArray) x,
        shape(pooling.kernel()),
        shape(pooling.stride()),
        shape(pooling.padding()),
        false);
  }

  @Override
  public NDArray averagePool(NDArray x, Pooling pooling) {
    return Operators.averagePool(
        x, longs(pooling.kernel()), longs(pooling.stride()), longs(pooling.padding()));
  }

  @Override
  public NDArray globalAverage(NDArray x) {
    return x.reshape(x.getShape().get(0), x.getShape().get(1), -1).mean(new int[] {2});
  }

  @Override
  public NDArray spread(NDArray vector) {
    long[] shape = new long[2 + dimensions];
    Arrays.fill(shape, 1);
    shape[0] = vector.getShape().get(0);
    shape[1] = vector.getShape().get(1);
    return vector.reshape(shape);
  }

  @Override
  public NDArray upsampleLike(NDArray x, NDArray like) {
    return Operators.upsampleLike(x, like);
  }

  @Override
  public NDArray upsampleNearestLike(NDArray x, NDArray like) {
    return Operators.upsampleNearestLike(x, like);
  }

  @Override
  public NDArray cropLike(NDArray x, NDArray like) {
    NDIndex index = new NDIndex(":, :");
    for (int axis = 2; axis < 2 + dimensions; axis++) {
      index.addSliceDim(0, like.getShape().get(axis));
    }
    return x.get(index);
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
  public NDArray divide(NDArray dividend, NDArray divisor) {
    return dividend.div(divisor);
  }

  @Override
  public NDArray affine(NDArray x, double factor, double summand) {
    return x.mul((float) factor).add((float) summand);
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
    NDArray own = masks.get().get(new NDIndex(":, {}:{}", first, maskedChannels));
    return x.mul(spread(own));
  }

  @Override
  public NDArray elementDropout(NDArray x, double rate) {
    if (!training || rate == 0) {
      return x;
    }
    return Operators.elementDropout(x, rate, seed, elementDropouts++);
  }

  @Override
  public NDArray channelsFrom(NDArray x, int first) {
    return x.get(new NDIndex(":, {}:", first));
  }

  @Override
  public NDArray channels(NDArray x, int first, int count) {
    return x.get(new NDIndex(":, {}:{}", first, first + count));
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
