package scanmill.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Lists what a network keeps, and checks on the way that channels fit. A tensor stands for its
 * number of channels.
 *
 * <p>The order is that of PyTorch's {@code state_dict}: layer by layer; parameters, then running
 * statistics ({@code num_batches_tracked}, which no operator uses, is left out). Without the
 * running statistics it is the order of {@code named_parameters}.
 */
public final class ParameterEmitter implements Graph<Integer> {
  private final int dimensions;
  private final List<ParameterSpec> parameters = new ArrayList<>();
  private final List<Dropout> dropouts = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private ParameterEmitter(int dimensions) {
    this.dimensions = dimensions;
  }

  private static ParameterEmitter run(GraphDefinition definition) {
    int dimensions = definition.dimensions();
    if (dimensions != 2 && dimensions != 3) {
      throw new IllegalArgumentException("A network has 2 or 3 spatial axes, not " + dimensions);
    }
    ParameterEmitter emitter = new ParameterEmitter(dimensions);
    int outputs = definition.build(emitter, definition.inputChannels());
    if (outputs != definition.outputChannels()) {
      throw new IllegalArgumentException(
          "The network promises "
              + definition.outputChannels()
              + " output channels, but makes "
              + outputs);
    }
    return emitter;
  }

  /**
   * @throws IllegalArgumentException if the network's layers do not fit each other
   */
  public static List<ParameterSpec> parametersOf(GraphDefinition definition) {
    return List.copyOf(run(definition).parameters);
  }

  /** How many single numbers are learnt. */
  public static long trainableCount(GraphDefinition definition) {
    return parametersOf(definition).stream()
        .filter(ParameterSpec::trainable)
        .mapToLong(ParameterSpec::size)
        .sum();
  }

  static List<Dropout> dropoutsOf(GraphDefinition definition) {
    return List.copyOf(run(definition).dropouts);
  }

  private void add(String name, boolean trainable, ParameterSpec.Start start, int... shape) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("Two tensors are named " + name);
    }
    parameters.add(new ParameterSpec(name, Dimensions.of(shape), trainable, start));
  }

  private static void require(int channels, int found, String where) {
    if (channels != found) {
      throw new IllegalArgumentException(
          where + " takes " + channels + " channels, but is given " + found);
    }
  }

  @Override
  public Integer convolution(String name, Integer x, Convolution layer) {
    require(layer.inputs(), x, name);
    int[] shape = new int[2 + dimensions];
    Arrays.fill(shape, layer.kernel());
    shape[0] = layer.outputs();
    shape[1] = layer.inputs();
    double fanIn = layer.inputs() * Math.pow(layer.kernel(), dimensions);
    ParameterSpec.Start start = new ParameterSpec.Uniform(1 / Math.sqrt(fanIn));
    add(name + ".weight", true, start, shape);
    if (layer.bias()) {
      add(name + ".bias", true, start, layer.outputs());
    }
    return layer.outputs();
  }

  @Override
  public Integer batchNorm(String name, Integer x, BatchNormalization layer) {
    require(layer.channels(), x, name);
    ParameterSpec.Start zero = new ParameterSpec.Constant(0);
    ParameterSpec.Start one = new ParameterSpec.Constant(1);
    add(name + ".weight", true, one, layer.channels());
    add(name + ".bias", true, zero, layer.channels());
    add(name + ".running_mean", false, zero, layer.channels());
    add(name + ".running_var", false, one, layer.channels());
    return x;
  }

  @Override
  public Integer instanceNorm(Integer x, int channels) {
    require(channels, x, "An instance normalisation");
    return x;
  }

  @Override
  public Integer relu(Integer x) {
    return x;
  }

  @Override
  public Integer leakyRelu(Integer x, double slope) {
    return x;
  }

  @Override
  public Integer sigmoid(Integer x) {
    return x;
  }

  @Override
  public Integer softmax(Integer x) {
    return x;
  }

  @Override
  public Integer maxPool(Integer x, int size) {
    return x;
  }

  @Override
  public Integer upsampleLike(Integer x, Integer like) {
    return x;
  }

  @Override
  public Integer concat(Integer first, Integer second) {
    return first + second;
  }

  @Override
  public Integer add(Integer first, Integer second) {
    require(first, second, "An addition");
    return first;
  }

  @Override
  public Integer multiply(Integer first, Integer second) {
    if (second != 1 && first != 1) {
      require(first, second, "A multiplication");
    }
    return Math.max(first, second);
  }

  @Override
  public Integer dropout(Integer x, int channels, double rate) {
    require(channels, x, "A dropout");
    if (rate != 0) {
      dropouts.add(new Dropout(channels, rate));
    }
    return x;
  }

  @Override
  public Integer channelsFrom(Integer x, int first) {
    if (first < 0 || first >= x) {
      throw new IllegalArgumentException("No channel " + first + " among " + x);
    }
    return x - first;
  }

  @Override
  public Integer divideByMax(Integer x) {
    return x;
  }

  @Override
  public Integer divideByChannelSum(Integer x) {
    return x;
  }
}
