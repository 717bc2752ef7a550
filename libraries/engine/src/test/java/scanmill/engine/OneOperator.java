package scanmill.engine;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A network of one operator behind a convolution, so that there is always something to learn.
 *
 * @param operator its name in {@link #NAMES}
 */
record OneOperator(String operator, int dimensions) implements GraphDefinition {
  static final List<String> NAMES =
      List.of(
          "convolution",
          "strided convolution without bias",
          "convolution of uneven kernel",
          "convolution used again",
          "transposed convolution",
          "transposed convolution without bias",
          "linear",
          "linear with shared weights",
          "batchNorm",
          "instanceNorm",
          "scaled instanceNorm",
          "relu",
          "leakyRelu",
          "sigmoid",
          "softmax",
          "maxPool",
          "overlapping maxPool",
          "averagePool",
          "overlapping averagePool of uneven stride",
          "globalAverage",
          "softmax of a vector",
          "upsampleLike",
          "upsampleNearestLike",
          "concat",
          "add",
          "add a vector",
          "multiply",
          "divide",
          "affine",
          "dropout",
          "elementDropout",
          "channelsFrom",
          "channels",
          "divideByMax",
          "divideByChannelSum");

  static Stream<OneOperator> all() {
    return NAMES.stream()
        .flatMap(name -> Stream.of(new OneOperator(name, 2), new OneOperator(name, 3)));
  }

  @Override
  public <V> V build(Graph<V> graph, V input) {
    V x = graph.convolution("before", input, new Convolution(2, 3, 1, 1, 0, true));
    return switch (operator) {
      case "convolution" -> graph.convolution("it", x, new Convolution(3, 3, 3, 1, 1, true));
      case "strided convolution without bias" ->
          graph.upsampleLike(
              graph.convolution("it", x, new Convolution(3, 3, 2, 2, 0, false)), input);
      case "convolution of uneven kernel" ->
          graph.upsampleLike(graph.convolution("it", x, uneven()), input);
      case "convolution used again" -> {
        Convolution layer = new Convolution(3, 3, 3, 1, 1, false);
        V once = graph.relu(graph.convolution("it", x, layer));
        yield graph.convolution("it", once, layer.reused());
      }
      case "transposed convolution" ->
          graph.cropLike(
              graph.transposedConvolution(
                  "it", graph.maxPool(x, 2), new Convolution(3, 3, 4, 2, 0, true)),
              input);
      case "transposed convolution without bias" ->
          graph.cropLike(
              graph.transposedConvolution("it", x, new Convolution(3, 3, 1, 1, 0, false)), input);
      case "linear" -> graph.linear("it", graph.globalAverage(x), new Linear(3, 3));
      case "linear with shared weights" -> {
        V once = graph.sigmoid(graph.linear("first", condition(graph), new Linear(2, 2)));
        V twice = graph.linear("it", once, new Linear(2, 2, Optional.of("first"), true));
        yield graph.multiply(graph.spread(graph.channels(twice, 0, 1)), x);
      }
      case "batchNorm" -> graph.batchNorm("it", x, new BatchNormalization(3, 0.2));
      case "instanceNorm" -> graph.instanceNorm(x, 3);
      case "scaled instanceNorm" -> graph.instanceNorm("it", x, 3);
      case "relu" -> graph.relu(x);
      case "leakyRelu" -> graph.leakyRelu(x, 0.01);
      case "sigmoid" -> graph.sigmoid(x);
      case "softmax" -> graph.softmax(x);
      case "maxPool" -> graph.upsampleLike(graph.maxPool(x, 2), input);
      case "overlapping maxPool" ->
          graph.upsampleLike(graph.maxPool(x, new Pooling(3, 2, 1)), input);
      case "averagePool" -> graph.upsampleLike(graph.averagePool(x, 2), input);
      case "overlapping averagePool of uneven stride" ->
          graph.upsampleLike(graph.averagePool(x, unevenPooling()), input);
      case "globalAverage" -> graph.globalAverage(x);
      case "softmax of a vector" -> graph.softmax(graph.globalAverage(x));
      case "upsampleLike" -> graph.upsampleLike(graph.maxPool(x, 3), input);
      case "upsampleNearestLike" -> graph.upsampleNearestLike(graph.maxPool(x, 2), input);
      case "concat" -> graph.concat(x, input);
      case "add" -> graph.add(x, graph.relu(x));
      case "multiply" -> graph.multiply(x, graph.sigmoid(x));
      case "add a vector" -> graph.add(x, graph.spread(graph.globalAverage(x)));
      case "divide" -> graph.divide(x, graph.affine(graph.sigmoid(x), 2, 1));
      case "affine" -> graph.affine(x, -1.5, 0.25);
      case "elementDropout" -> graph.elementDropout(x, 0.5);
      case "channels" -> graph.channels(x, 1, 1);
      case "dropout" -> graph.dropout(x, 3, 0.5);
      case "channelsFrom" -> graph.channelsFrom(x, 1);
      case "divideByMax" -> graph.divideByMax(graph.relu(x));
      case "divideByChannelSum" -> graph.divideByChannelSum(graph.relu(x));
      default -> throw new IllegalStateException(operator);
    };
  }

  /** As wide as the image has channels. */
  private static <V> V condition(Graph<V> graph) {
    return graph.vector("condition", 2);
  }

  private Convolution uneven() {
    Axes kernel = dimensions == 2 ? Axes.of(1, 3) : Axes.of(1, 3, 5);
    Axes stride = dimensions == 2 ? Axes.of(1, 2) : Axes.of(1, 2, 1);
    Axes padding = dimensions == 2 ? Axes.of(0, 1) : Axes.of(0, 1, 2);
    return new Convolution(3, 3, kernel, stride, padding, true, Initial.HE_LEAKY, false);
  }

  private Pooling unevenPooling() {
    return dimensions == 2
        ? new Pooling(Axes.of(1, 3), Axes.of(1, 2), Axes.of(0, 1))
        : new Pooling(Axes.of(3, 1, 3), Axes.of(2, 1, 1), Axes.of(1, 0, 1));
  }

  @Override
  public boolean outputIsImage() {
    return !List.of("linear", "globalAverage", "softmax of a vector").contains(operator);
  }

  @Override
  public int inputChannels() {
    return 2;
  }

  @Override
  public int outputChannels() {
    return switch (operator) {
      case "concat" -> 5;
      case "channelsFrom" -> 2;
      case "channels" -> 1;
      default -> 3;
    };
  }

  /** Two samples, no two extents alike. */
  Tensor input() {
    return dimensions == 2 ? Waves.of(0.7, 2, 2, 7, 6) : Waves.of(0.7, 2, 2, 5, 4, 7);
  }

  /** The image, and the vector where the operator takes one. */
  Inputs inputs() {
    Inputs image = Inputs.of(input());
    return ParameterEmitter.vectorsOf(this).isEmpty()
        ? image
        : image.with("condition", Tensor.of(new float[] {0.3f, -0.8f, 1.1f, 0.4f}, 2, 2));
  }

  /** Weights for a sum over the output: a number whose gradient reaches everything. */
  Tensor direction() {
    int[] shape = outputIsImage() ? input().shape() : new int[] {2, 0};
    shape[1] = outputChannels();
    return Waves.of(0.3, shape);
  }

  @Override
  public String toString() {
    return operator + " " + dimensions + "D";
  }
}
