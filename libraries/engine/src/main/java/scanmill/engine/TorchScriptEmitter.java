package scanmill.engine;

import java.util.Locale;

/**
 * Writes a network as the body of one TorchScript method, in the dialect of serialised archives.
 * The name of a local variable stands for a tensor.
 */
final class TorchScriptEmitter implements Graph<String> {
  /** The method that is written. */
  enum Method {
    /** {@code forward(self, x)}: follows the module's {@code training} flag. */
    FORWARD,
    /** {@code train_forward(self, x, masks)}: always training, dropout by given factors. */
    TRAIN_FORWARD
  }

  private final StringBuilder lines = new StringBuilder();
  private final int dimensions;
  private final boolean trains;
  private int variables;
  private int maskedChannels;

  private TorchScriptEmitter(int dimensions, boolean trains) {
    this.dimensions = dimensions;
    this.trains = trains;
  }

  /**
   * @param self the module class's qualified name
   */
  static String emit(GraphDefinition definition, Method method, String self) {
    boolean trains = method == Method.TRAIN_FORWARD;
    TorchScriptEmitter emitter = new TorchScriptEmitter(definition.dimensions(), trains);
    String result = definition.build(emitter, "x");
    return "  def %s(self: %s, x: Tensor%s) -> Tensor:\n%s    return %s\n"
        .formatted(
            trains ? "train_forward" : "forward",
            self,
            trains ? ", masks: Tensor" : "",
            emitter.lines,
            result);
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

  private String all(int value) {
    StringBuilder list = new StringBuilder("[");
    for (int axis = 0; axis < dimensions; axis++) {
      list.append(axis == 0 ? "" : ", ").append(value);
    }
    return list.append(']').toString();
  }

  private String training() {
    return trains ? "True" : "self.training";
  }

  @Override
  public String convolution(String name, String x, Convolution layer) {
    return let(
        "torch.conv%dd(%s, %s, %s, %s, %s, %s, 1)",
        dimensions,
        x,
        ModuleTree.access(name + ".weight"),
        layer.bias() ? ModuleTree.access(name + ".bias") : "None",
        all(layer.stride()),
        all(layer.padding()),
        all(1));
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
  public String relu(String x) {
    return let("torch.relu(%s)", x);
  }

  @Override
  public String leakyRelu(String x, double slope) {
    return let("torch.leaky_relu(%s, %s)", x, slope);
  }

  @Override
  public String sigmoid(String x) {
    return let("torch.sigmoid(%s)", x);
  }

  @Override
  public String softmax(String x) {
    return let("torch.softmax(%s, 1, None)", x);
  }

  @Override
  public String maxPool(String x, int size) {
    return let(
        "torch.max_pool%dd(%s, %s, %s, %s, %s, False)",
        dimensions, x, all(size), all(size), all(0), all(1));
  }

  @Override
  public String upsampleLike(String x, String like) {
    return let(
        "torch.upsample_%s(%s, torch.slice(torch.size(%s), 2, None, 1), True)",
        dimensions == 2 ? "bilinear2d" : "trilinear3d", x, like);
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
  public String dropout(String x, int channels, double rate) {
    if (rate == 0) {
      return x;
    }
    if (!trains) {
      return let("torch.feature_dropout(%s, %s, self.training)", x, rate);
    }
    String shape = "[-1, " + channels + ", 1, 1" + (dimensions == 3 ? ", 1]" : "]");
    int first = maskedChannels;
    maskedChannels += channels;
    String mask =
        let("torch.reshape(torch.slice(masks, 1, %d, %d, 1), %s)", first, maskedChannels, shape);
    return let("torch.mul(%s, %s)", x, mask);
  }

  @Override
  public String channelsFrom(String x, int first) {
    return let("torch.slice(%s, 1, %d, None, 1)", x, first);
  }

  @Override
  public String divideByMax(String x) {
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
