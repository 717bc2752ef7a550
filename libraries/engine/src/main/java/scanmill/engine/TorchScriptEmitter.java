package scanmill.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * Writes a network as the body of one TorchScript method, in the dialect of serialised archives.
 * The name of a local variable stands for a tensor.
 */
final class TorchScriptEmitter implements Graph<String> {
  /** libtorch's numbers of its types. */
  private static final int FLOAT32 = 6;

  private static final int BFLOAT16 = 15;

  /** The method that is written. */
  enum Method {
    /** {@code forward(self, x, vectors...)}: follows the module's {@code training} flag. */
    FORWARD,
    /**
     * {@code train_forward(self, x, vectors..., masks, seed)}: always training, dropout by given
     * factors and seed; returns the output and what deep supervision compares besides.
     */
    TRAIN_FORWARD,
    /**
     * {@code dropping_forward(self, x, vectors..., masks, seed)}: inference, but dropout by given
     * factors and seed.
     */
    DROPPING_FORWARD
  }

  private final StringBuilder lines = new StringBuilder();
  private final int dimensions;
  private final boolean trains;
  private final boolean drops;
  private final boolean narrow;
  private final List<String> supervised = new ArrayList<>();
  private int variables;
  private int maskedChannels;
  private int elementDropouts;

  private TorchScriptEmitter(int dimensions, Method method, boolean narrow) {
    this.dimensions = dimensions;
    this.trains = method == Method.TRAIN_FORWARD;
    this.drops = method != Method.FORWARD;
    this.narrow = narrow;
  }

  /**
   * @param precision of convolutions and linear layers
   * @param self the module class's qualified name
   */
  static String emit(GraphDefinition definition, Method method, Precision precision, String self) {
    boolean trains = method == Method.TRAIN_FORWARD;
    TorchScriptEmitter emitter =
        new TorchScriptEmitter(definition.dimensions(), method, precision == Precision.BFLOAT16);
    String result = emitter.wide(definition.build(emitter, "x"));
    StringBuilder arguments = new StringBuilder("x: Tensor");
    for (VectorInput vector : ParameterEmitter.vectorsOf(definition)) {
      arguments.append(", ").append(vector.name()).append(": Tensor");
    }
    emitter.supervised.add(0, result);
    return "  def %s(self: %s, %s) -> %s:\n%s    return %s\n"
        .formatted(
            method.name().toLowerCase(Locale.ROOT),
            self,
            emitter.drops ? arguments + ", masks: Tensor, seed: int" : arguments,
            trains ? "List[Tensor]" : "Tensor",
            emitter.lines,
            trains ? "[" + String.join(", ", emitter.supervised) + "]" : result);
  }

  private String let(String expression, Object... arguments) {
    String variable = "v" + variables++;
    lines
        .append("    ")
        .append(variable)
        .append(" = ")
        .append(String.format(Locale.ROOT, expression, arguments))
        .append('\n');
    return variable;
  }

  /** As convolutions want it. */
  private String narrow(String x) {
    return narrow ? "torch.to(" + x + ", " + BFLOAT16 + ")" : x;
  }

  /**
   * As a convolution wants it, which in a volume of fewer slices than its kernel has stays in 32
   * bits: there oneDNN's gradient of 16 bit weights is read from memory that nobody has written.
   */
  private UnaryOperator<String> narrowed(String x, Convolution layer) {
    int slices = layer.kernel().along(dimensions)[0];
    if (!narrow || dimensions != 3 || slices == 1) {
      return this::narrow;
    }
    String type =
        let(
            "torch.sub(%d, torch.mul(%d, int(torch.lt(torch.size(%s, 2), %d))))",
            BFLOAT16, BFLOAT16 - FLOAT32, x, slices);
    return tensor -> "torch.to(" + tensor + ", " + type + ")";
  }

  /** In 32 bits, as the end of a network wants it. */
  private String wide(String x) {
    return narrow ? let("torch.to(%s, %d)", x, FLOAT32) : x;
  }

  private String list(Axes axes) {
    return Arrays.toString(axes.along(dimensions));
  }

  private String all(int value) {
    return list(Axes.of(value));
  }

  /** The spatial extents of a tensor. */
  private static String space(String x) {
    return "torch.slice(torch.size(" + x + "), 2, None, 1)";
  }

  @Override
  public String vector(String name, int width) {
    return name;
  }

  @Override
  public void supervise(String output) {
    if (trains) {
      supervised.add(wide(output));
    }
  }

  private String training() {
    return trains ? "True" : "self.training";
  }

  @Override
  public String convolution(String name, String x, Convolution layer) {
    UnaryOperator<String> narrow = narrowed(x, layer);
    return let(
        "torch.conv%dd(%s, %s, %s, %s, %s, %s, 1)",
        dimensions,
        narrow.apply(x),
        narrow.apply(ModuleTree.access(name + ".weight")),
        layer.bias() ? narrow.apply(ModuleTree.access(name + ".bias")) : "None",
        list(layer.stride()),
        list(layer.padding()),
        all(1));
  }

  @Override
  public String transposedConvolution(String name, String x, Convolution layer) {
    return let(
        "torch.conv_transpose%dd(%s, %s, %s, %s, %s, %s, 1, %s)",
        dimensions,
        narrow(x),
        narrow(ModuleTree.access(name + ".weight")),
        layer.bias() ? narrow(ModuleTree.access(name + ".bias")) : "None",
        list(layer.stride()),
        all(0),
        all(0),
        all(1));
  }

  @Override
  public String linear(String name, String x, Linear layer) {
    return let(
        "torch.linear(%s, %s, %s)",
        narrow(x),
        narrow(ModuleTree.access(layer.weightsOf().orElse(name) + ".weight")),
        narrow(ModuleTree.access(name + ".bias")));
  }

  @Override
  public String batchNorm(String name, String x, BatchNormalization layer) {
    return let(
        "torch.batch_norm(%s, %s, %s, %s, %s, %s, %s, %s, True)",
        x,
        ModuleTree.access(name + ".weight"),
        ModuleTree.access(name + ".bias"),
        ModuleTree.access(name + ".running_mean"),
        ModuleTree.access(name + ".running_var"),
        training(),
        layer.momentum(),
        BatchNormalization.EPSILON);
  }

  @Override
  public String instanceNorm(String x, int channels) {
    return let(
        "torch.instance_norm(%s, None, None, None, None, True, 0.1, %s, True)",
        x, BatchNormalization.EPSILON);
  }

  @Override
  public String instanceNorm(String name, String x, int channels) {
    return let(
        "torch.instance_norm(%s, %s, %s, None, None, True, 0.1, %s, True)",
        x,
        ModuleTree.access(name + ".weight"),
        ModuleTree.access(name + ".bias"),
        BatchNormalization.EPSILON);
  }

  @Override
  public String relu(String x) {
    return let("torch.relu(%s)", x);
  }

  @Override
  public String leakyRelu(String x, double slope) {
    return let("torch.leaky_relu(%s, %s)", x, slope);
  }

  @Override
  public String sigmoid(String x) {
    return let("torch.sigmoid(%s)", wide(x));
  }

  @Override
  public String softmax(String x) {
    return let("torch.softmax(%s, 1, None)", wide(x));
  }

  @Override
  public String maxPool(String x, Pooling pooling) {
    return let(
        "torch.max_pool%dd(%s, %s, %s, %s, %s, False)",
        dimensions,
        x,
        list(pooling.kernel()),
        list(pooling.stride()),
        list(pooling.padding()),
        all(1));
  }

  @Override
  public String averagePool(String x, Pooling pooling) {
    return let(
        "torch.avg_pool%dd(%s, %s, %s, %s, False, False, None)",
        dimensions,
        wide(x), // libtorch pools no volumes in 16 bits on a CPU
        list(pooling.kernel()),
        list(pooling.stride()),
        list(pooling.padding()));
  }

  @Override
  public String globalAverage(String x) {
    return let(
        "torch.mean(%s, %s, False, dtype=None)", x, dimensions == 2 ? "[2, 3]" : "[2, 3, 4]");
  }

  @Override
  public String spread(String vector) {
    String ones = dimensions == 2 ? "1, 1" : "1, 1, 1";
    return let("torch.reshape(%s, [torch.size(%s, 0), -1, %s])", vector, vector, ones);
  }

  @Override
  public String upsampleLike(String x, String like) {
    return let(
        "torch.upsample_%s(%s, %s, True)",
        dimensions == 2 ? "bilinear2d" : "trilinear3d", x, space(like));
  }

  @Override
  public String upsampleNearestLike(String x, String like) {
    return let("torch.upsample_nearest%dd(%s, %s)", dimensions, x, space(like));
  }

  @Override
  public String cropLike(String x, String like) {
    String cropped = x;
    for (int axis = 2; axis < 2 + dimensions; axis++) {
      cropped = let("torch.slice(%s, %d, 0, torch.size(%s, %d), 1)", cropped, axis, like, axis);
    }
    return cropped;
  }

  @Override
  public String concat(String first, String second) {
    return let("torch.cat([%s, %s], 1)", first, second);
  }

  @Override
  public String add(String first, String second) {
    return let("torch.add(%s, %s)", first, second);
  }

  @Override
  public String multiply(String first, String second) {
    return let("torch.mul(%s, %s)", first, second);
  }

  @Override
  public String divide(String dividend, String divisor) {
    return let("torch.div(%s, %s)", dividend, divisor);
  }

  @Override
  public String affine(String x, double factor, double summand) {
    return let("torch.add(torch.mul(%s, %s), %s)", x, factor, summand);
  }

  @Override
  public String dropout(String x, int channels, double rate) {
    if (rate == 0) {
      return x;
    }
    if (!drops) {
      return let("torch.feature_dropout(%s, %s, self.training)", x, rate);
    }
    int first = maskedChannels;
    maskedChannels += channels;
    String mask = narrow(spread(let("torch.slice(masks, 1, %d, %d, 1)", first, maskedChannels)));
    return let("torch.mul(%s, %s)", x, mask);
  }

  @Override
  public String elementDropout(String x, double rate) {
    if (rate == 0) {
      return x;
    }
    if (!drops) {
      return let("torch.dropout(%s, %s, self.training)", x, rate);
    }
    return let("(self).%s(%s, %s, seed, %d)", ElementDropout.NAME, x, rate, elementDropouts++);
  }

  @Override
  public String channelsFrom(String x, int first) {
    return let("torch.slice(%s, 1, %d, None, 1)", x, first);
  }

  @Override
  public String channels(String x, int first, int count) {
    return let("torch.slice(%s, 1, %d, %d, 1)", x, first, first + count);
  }

  @Override
  public String divideByMax(String narrowOrWide) {
    String x = wide(narrowOrWide);
    return divideByNonZero(
        x,
        let(
            dimensions == 2
                ? "torch.amax(%s, [1, 2, 3], True)"
                : "torch.amax(%s, [1, 2, 3, 4], True)",
            x));
  }

  @Override
  public String divideByChannelSum(String x) {
    return divideByNonZero(x, let("torch.sum(%s, [1], True)", x));
  }

  private String divideByNonZero(String x, String divisor) {
    return let(
        "torch.div(%s, torch.where(torch.eq(%s, 0), torch.ones_like(%s), %s))",
        x, divisor, divisor, divisor);
  }
}
