package scanmill.engine;

import java.util.List;
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
          "batchNorm",
          "instanceNorm",
          "relu",
          "leakyRelu",
          "sigmoid",
          "softmax",
          "maxPool",
          "upsampleLike",
          "concat",
          "add",
          "multiply",
          "dropout",
          "channelsFrom",
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
      case "batchNorm" -> graph.batchNorm("it", x, new BatchNormalization(3, 0.2));
      case "instanceNorm" -> graph.instanceNorm(x, 3);
      case "relu" -> graph.relu(x);
      case "leakyRelu" -> graph.leakyRelu(x, 0.01);
      case "sigmoid" -> graph.sigmoid(x);
      case "softmax" -> graph.softmax(x);
      case "maxPool" -> graph.upsampleLike(graph.maxPool(x, 2), input);
      case "upsampleLike" -> graph.upsampleLike(graph.maxPool(x, 3), input);
      case "concat" -> graph.concat(x, input);
      case "add" -> graph.add(x, graph.relu(x));
      case "multiply" -> graph.multiply(x, graph.sigmoid(x));
      case "dropout" -> graph.dropout(x, 3, 0.5);
      case "channelsFrom" -> graph.channelsFrom(x, 1);
      case "divideByMax" -> graph.divideByMax(graph.relu(x));
      case "divideByChannelSum" -> graph.divideByChannelSum(graph.relu(x));
      default -> throw new IllegalStateException(operator);
    };
  }

  @Override
  public int inputChannels() {
    return 2;
  }

  @Override
  public int outputChannels() {
    return operator.equals("concat") ? 5 : operator.equals("channelsFrom") ? 2 : 3;
  }

  /** Two samples, no two extents alike. */
  Tensor input() {
    return dimensions == 2 ? Waves.of(0.7, 2, 2, 7, 6) : Waves.of(0.7, 2, 2, 5, 4, 7);
  }

  /** Weights for a sum over the output: a number whose gradient reaches everything. */
  Tensor direction() {
    int[] shape = input().shape();
    shape[1] = outputChannels();
    return Waves.of(0.3, shape);
  }

  @Override
  public String toString() {
    return operator + " " + dimensions + "D";
  }
}
