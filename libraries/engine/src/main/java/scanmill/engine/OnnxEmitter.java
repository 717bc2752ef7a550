package scanmill.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Writes a network in inference mode as ONNX nodes (operator set 13). The name of a node's output
 * stands for a tensor.
 */
final class OnnxEmitter implements Graph<String> {
  private static final int FLOAT = 1;
  private static final int INT64 = 7;

  private final int dimensions;
  private final Weights weights;
  private final List<Protobuf> nodes = new ArrayList<>();
  private final List<Protobuf> initializers = new ArrayList<>();
  private final Set<String> written = new HashSet<>();
  private final Map<String, String> constants = new LinkedHashMap<>();

  OnnxEmitter(int dimensions, Weights weights) {
    this.dimensions = dimensions;
    this.weights = weights;
  }

  /** The GraphProto. */
  static Protobuf emit(GraphDefinition definition, Weights weights) {
    OnnxEmitter emitter = new OnnxEmitter(definition.dimensions(), weights);
    String result = definition.build(emitter, OnnxModel.INPUT);
    emitter.node("Identity", List.of(result), OnnxModel.OUTPUT);
    Protobuf graph = new Protobuf();
    emitter.nodes.forEach(node -> graph.message(1, node));
    graph.text(2, "network");
    emitter.initializers.forEach(initializer -> graph.message(5, initializer));
    return graph;
  }

  private record Attribute(String name, Object value) {
    private static final int REAL = 1;
    private static final int INTEGER = 2;
    private static final int TEXT = 3;
    private static final int INTEGERS = 7;

    Protobuf message() {
      Protobuf message = new Protobuf().text(1, name);
      if (value instanceof Float real) {
        return message.real(2, real).integer(20, REAL);
      }
      if (value instanceof Integer integer) {
        return message.integer(3, integer).integer(20, INTEGER);
      }
      if (value instanceof String text) {
        return message.text(4, text).integer(20, TEXT);
      }
      for (int each : (int[]) value) {
        message.integer(8, each);
      }
      return message.integer(20, INTEGERS);
    }
  }

  private static Attribute attribute(String name, Object value) {
    return new Attribute(name, value);
  }

  private String node(String operator, List<String> inputs, Attribute... attributes) {
    return node(operator, inputs, "t" + nodes.size(), attributes);
  }

  private String node(
      String operator, List<String> inputs, String output, Attribute... attributes) {
    Protobuf node = new Protobuf();
    inputs.forEach(input -> node.text(1, input));
    node.text(2, output).text(3, "n" + nodes.size()).text(4, operator);
    for (Attribute attribute : attributes) {
      node.message(5, attribute.message());
    }
    nodes.add(node);
    return output;
  }

  /** The name of a learnt tensor, which is written with the model. */
  private String learnt(String name) {
    if (written.add(name)) {
      byte[] bytes = TorchScriptArchive.littleEndian(weights.get(name));
      initializer(name, FLOAT, bytes, weights.get(name).shape());
    }
    return name;
  }

  private String constant(float value, int... shape) {
    return constants.computeIfAbsent(
        "float " + value + " " + Dimensions.of(shape),
        any -> {
          Tensor tensor = Tensor.zeros(shape);
          Arrays.fill(tensor.values(), value);
          byte[] bytes = TorchScriptArchive.littleEndian(tensor);
          return initializer("c" + constants.size(), FLOAT, bytes, shape);
        });
  }

  /** A list of small whole numbers, as Slice and ReduceSum take them. */
  private String integers(int... values) {
    return constants.computeIfAbsent(
        "int64 " + Dimensions.of(values),
        any -> {
          byte[] bytes = new byte[values.length * Long.BYTES];
          ByteBuffer longs = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
          for (int value : values) {
            longs.putLong(value);
          }
          return initializer("c" + constants.size(), INT64, bytes, values.length);
        });
  }

  private String initializer(String name, int type, byte[] bytes, int... shape) {
    Protobuf tensor = new Protobuf();
    for (int extent : shape) {
      tensor.integer(1, extent);
    }
    initializers.add(tensor.integer(2, type).text(8, name).bytes(9, bytes));
    return name;
  }

  private int[] all(int count, int value) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return values;
  }

  @Override
  public String convolution(String name, String x, Convolution layer) {
    List<String> inputs = new ArrayList<>(List.of(x, learnt(name + ".weight")));
    if (layer.bias()) {
      inputs.add(learnt(name + ".bias"));
    }
    return node("Conv", inputs, window(layer.kernel(), layer.stride(), layer.padding()));
  }

  private Attribute[] window(Axes kernel, Axes stride, Axes padding) {
    int[] one = padding.along(dimensions);
    int[] both = IntStream.range(0, 2 * dimensions).map(n -> one[n % dimensions]).toArray();
    return new Attribute[] {
      attribute("kernel_shape", kernel.along(dimensions)),
      attribute("strides", stride.along(dimensions)),
      attribute("pads", both)
    };
  }

  @Override
  public String vector(String name, int width) {
    return name;
  }

  @Override
  public String transposedConvolution(String name, String x, Convolution layer) {
    List<String> inputs = new ArrayList<>(List.of(x, learnt(name + ".weight")));
    if (layer.bias()) {
      inputs.add(learnt(name + ".bias"));
    }
    Attribute[] window = window(layer.kernel(), layer.stride(), layer.padding());
    return node("ConvTranspose", inputs, window);
  }

  @Override
  public String linear(String name, String x, Linear layer) {
    String weight = learnt(layer.weightsOf().orElse(name) + ".weight");
    return node("Gemm", List.of(x, weight, learnt(name + ".bias")), attribute("transB", 1));
  }

  @Override
  public String batchNorm(String name, String x, BatchNormalization layer) {
    return node(
        "BatchNormalization",
        List.of(
            x,
            learnt(name + ".weight"),
            learnt(name + ".bias"),
            learnt(name + ".running_mean"),
            learnt(name + ".running_var")),
        attribute("epsilon", (float) BatchNormalization.EPSILON));
  }

  @Override
  public String instanceNorm(String x, int channels) {
    return normalized(x);
  }

  @Override
  public String instanceNorm(String name, String x, int channels) {
    int[] shape = all(dimensions + 2, 1);
    shape[1] = channels;
    String factors = node("Reshape", List.of(learnt(name + ".weight"), integers(shape)));
    String summands = node("Reshape", List.of(learnt(name + ".bias"), integers(shape)));
    return node("Add", List.of(node("Mul", List.of(normalized(x), factors)), summands));
  }

  /**
   * Axis by axis: ONNX Runtime's own InstanceNormalization adds all voxels up in one 32-bit number,
   * whose error grows with the volume and from layer to layer, to 1e-4 in a small 3D U-Net.
   */
  private String normalized(String x) {
    String centred = node("Sub", List.of(x, spatialMean(x)));
    String variance = spatialMean(node("Mul", List.of(centred, centred)));
    String safe = node("Add", List.of(variance, constant((float) BatchNormalization.EPSILON)));
    String factor = node("Reciprocal", List.of(node("Sqrt", List.of(safe))));
    return node("Mul", List.of(centred, factor));
  }

  private String spatialMean(String x) {
    String mean = x;
    for (int axis = dimensions + 1; axis > 1; axis--) {
      int[] axes = {axis};
      mean = node("ReduceMean", List.of(mean), attribute("axes", axes), attribute("keepdims", 1));
    }
    return mean;
  }

  @Override
  public String relu(String x) {
    return node("Relu", List.of(x));
  }

  @Override
  public String leakyRelu(String x, double slope) {
    return node("LeakyRelu", List.of(x), attribute("alpha", (float) slope));
  }

  @Override
  public String sigmoid(String x) {
    return node("Sigmoid", List.of(x));
  }

  @Override
  public String softmax(String x) {
    return node("Softmax", List.of(x), attribute("axis", 1));
  }

  @Override
  public String maxPool(String x, Pooling pooling) {
    Attribute[] window = window(pooling.kernel(), pooling.stride(), pooling.padding());
    return node("MaxPool", List.of(x), window);
  }

  @Override
  public String averagePool(String x, Pooling pooling) {
    Attribute[] window = window(pooling.kernel(), pooling.stride(), pooling.padding());
    return node("AveragePool", List.of(x), window);
  }

  @Override
  public String globalAverage(String x) {
    int[] axes = IntStream.range(2, dimensions + 2).toArray();
    return node("ReduceMean", List.of(x), attribute("axes", axes), attribute("keepdims", 0));
  }

  @Override
  public String spread(String vector) {
    int[] shape = all(dimensions + 2, 1);
    shape[0] = 0; // 0 keeps an extent
    shape[1] = 0;
    return node("Reshape", List.of(vector, integers(shape)));
  }

  /** The spatial extents of a tensor. */
  private String space(String x) {
    return node("Slice", List.of(node("Shape", List.of(x)), integers(2), integers(2 + dimensions)));
  }

  private String resized(String x, String like, Attribute... attributes) {
    String batch = node("Slice", List.of(node("Shape", List.of(x)), integers(0), integers(2)));
    String sizes = node("Concat", List.of(batch, space(like)), attribute("axis", 0));
    return node("Resize", List.of(x, "", "", sizes), attributes);
  }

  @Override
  public String upsampleLike(String x, String like) {
    return resized(
        x,
        like,
        attribute("mode", "linear"),
        attribute("coordinate_transformation_mode", "align_corners"));
  }

  @Override
  public String upsampleNearestLike(String x, String like) {
    return resized(
        x,
        like,
        attribute("mode", "nearest"),
        attribute("coordinate_transformation_mode", "asymmetric"),
        attribute("nearest_mode", "floor"));
  }

  @Override
  public String cropLike(String x, String like) {
    String first = integers(all(dimensions, 0));
    String axes = integers(IntStream.range(2, dimensions + 2).toArray());
    return node("Slice", List.of(x, first, space(like), axes));
  }

  @Override
  public String concat(String first, String second) {
    return node("Concat", List.of(first, second), attribute("axis", 1));
  }

  @Override
  public String add(String first, String second) {
    return node("Add", List.of(first, second));
  }

  @Override
  public String multiply(String first, String second) {
    return node("Mul", List.of(first, second));
  }

  @Override
  public String divide(String dividend, String divisor) {
    return node("Div", List.of(dividend, divisor));
  }

  @Override
  public String affine(String x, double factor, double summand) {
    String product = node("Mul", List.of(x, constant((float) factor)));
    return node("Add", List.of(product, constant((float) summand)));
  }

  @Override
  public String dropout(String x, int channels, double rate) {
    return x;
  }

  @Override
  public String elementDropout(String x, double rate) {
    return x;
  }

  @Override
  public String channels(String x, int first, int count) {
    return node("Slice", List.of(x, integers(first), integers(first + count), integers(1)));
  }

  @Override
  public String channelsFrom(String x, int first) {
    return node("Slice", List.of(x, integers(first), integers(Integer.MAX_VALUE), integers(1)));
  }

  @Override
  public String divideByMax(String x) {
    int[] axes = IntStream.range(1, dimensions + 2).toArray();
    return divideByNonZero(
        x, node("ReduceMax", List.of(x), attribute("axes", axes), attribute("keepdims", 1)));
  }

  @Override
  public String divideByChannelSum(String x) {
    return divideByNonZero(x, node("ReduceSum", List.of(x, integers(1)), attribute("keepdims", 1)));
  }

  private String divideByNonZero(String x, String divisor) {
    String zero = node("Equal", List.of(divisor, constant(0)));
    String safe = node("Where", List.of(zero, constant(1), divisor));
    return node("Div", List.of(x, safe));
  }
}
