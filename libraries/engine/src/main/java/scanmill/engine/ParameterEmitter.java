package scanmill.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Lists what a network keeps, and checks on the way that channels fit. A tensor stands for its
 * number of channels.
 *
 * <p>The order is that of PyTorch's {@code state_dict}: layer by layer; parameters, then running
 * statistics ({@code num_batches_tracked}, which no operator uses, is left out). Without the
 * running statistics it is the order of {@code named_parameters}.
 */
public final class ParameterEmitter implements Graph<Integer> {
  private static final Pattern INPUT_NAME = Pattern.compile("[a-z][a-z_]+");
  private static final Set<String> TAKEN = Set.of("input", "output", "masks", "seed", "self");

  private final int dimensions;
  private final ParameterOrder tensors = new ParameterOrder();
  private final List<Dropout> dropouts = new ArrayList<>();
  private final Map<String, VectorInput> vectors = new LinkedHashMap<>();
  private int outputs;
  private int elementDropouts;

  private ParameterEmitter(int dimensions) {
    this.dimensions = dimensions;
  }

  private static ParameterEmitter run(GraphDefinition definition) {
    int dimensions = definition.dimensions();
    if (dimensions != 2 && dimensions != 3) {
      throw new IllegalArgumentException("A network has 2 or 3 spatial axes, not " + dimensions);
    }
    ParameterEmitter emitter = new ParameterEmitter(dimensions);
    emitter.outputs = definition.outputChannels();
    int made = definition.build(emitter, definition.inputChannels());
    if (made != emitter.outputs) {
      throw new IllegalArgumentException(
          "The network promises " + emitter.outputs + " output channels, but makes " + made);
    }
    return emitter;
  }

  /**
   * What the network keeps.
   *
   * @throws IllegalArgumentException if the network's layers do not fit each other
   */
  public static List<ParameterSpec> parametersOf(GraphDefinition definition) {
    return namesOf(definition).stream().filter(ParameterSpec::own).toList();
  }

  /**
   * {@link #parametersOf}, and in between the second names of shared tensors, as PyTorch's {@code
   * state_dict} lists them.
   */
  public static List<ParameterSpec> namesOf(GraphDefinition definition) {
    return run(definition).tensors.inOrder();
  }

  /** How many single numbers are learnt. */
  public static long trainableCount(GraphDefinition definition) {
    return parametersOf(definition).stream()
        .filter(ParameterSpec::trainable)
        .mapToLong(ParameterSpec::size)
        .sum();
  }

  /** What the network takes beside the image; nothing for most. */
  public static List<VectorInput> vectorsOf(GraphDefinition definition) {
    return List.copyOf(run(definition).vectors.values());
  }

  static List<Dropout> dropoutsOf(GraphDefinition definition) {
    return List.copyOf(run(definition).dropouts);
  }

  static boolean dropsElements(GraphDefinition definition) {
    return run(definition).elementDropouts > 0;
  }

  private void add(String name, boolean trainable, ParameterSpec.Start start, int... shape) {
    tensors.add(new ParameterSpec(name, Dimensions.of(shape), trainable, start));
  }

  private static void require(int channels, int found, String where) {
    if (channels != found) {
      throw new IllegalArgumentException(
          where + " takes " + channels + " channels, but is given " + found);
    }
  }

  @Override
  public Integer vector(String name, int width) {
    if (!INPUT_NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw new IllegalArgumentException("No input can be named " + name);
    }
    if (vectors.put(name, new VectorInput(name, width)) != null) {
      throw new IllegalArgumentException("Two inputs are named " + name);
    }
    return width;
  }

  @Override
  public void place(String module) {
    tensors.place(module);
  }

  @Override
  public void supervise(Integer output) {
    require(outputs, output, "Deep supervision");
  }

  @Override
  public Integer convolution(String name, Integer x, Convolution layer) {
    return convolution(name, x, layer, layer.outputs(), layer.inputs());
  }

  @Override
  public Integer transposedConvolution(String name, Integer x, Convolution layer) {
    if (layer.padding().along(dimensions)[0] != 0 || layer.again()) {
      throw new IllegalArgumentException(name + " can have no padding and no second use");
    }
    return convolution(name, x, layer, layer.inputs(), layer.outputs());
  }

  /** PyTorch reckons fan in by the second extent of the weight, whichever way it is used. */
  private Integer convolution(String name, Integer x, Convolution layer, int first, int second) {
    require(layer.inputs(), x, name);
    int[] shape = new int[2 + dimensions];
    int[] kernel = layer.kernel().along(dimensions);
    System.arraycopy(kernel, 0, shape, 2, dimensions);
    shape[0] = first;
    shape[1] = second;
    long voxels = Tensor.size(kernel);
    double fanIn = (double) second * voxels;
    ParameterSpec.Start weight = layer.initial().weight(fanIn, (double) first * voxels);
    if (layer.again()) {
      tensors.requireEqual(new ParameterSpec(name + ".weight", Dimensions.of(shape), true, weight));
      return layer.outputs();
    }
    add(name + ".weight", true, weight, shape);
    if (layer.bias()) {
      add(name + ".bias", true, layer.initial().bias(fanIn), layer.outputs());
    }
    return layer.outputs();
  }

  @Override
  public Integer linear(String name, Integer x, Linear layer) {
    require(layer.inputs(), x, name);
    ParameterSpec.Start own = new ParameterSpec.Uniform(1 / Math.sqrt(layer.inputs()));
    ParameterSpec.Start weight = own;
    if (layer.weightsOf().isPresent()) {
      String other = layer.weightsOf().get() + ".weight";
      Dimensions shape = Dimensions.of(layer.outputs(), layer.inputs());
      tensors.requireEqual(new ParameterSpec(other, shape, true, own));
      weight = new ParameterSpec.SameAs(other);
    }
    add(name + ".weight", true, weight, layer.outputs(), layer.inputs());
    ParameterSpec.Start bias = layer.biasFromZero() ? new ParameterSpec.Constant(0) : own;
    add(name + ".bias", true, bias, layer.outputs());
    return layer.outputs();
  }

  @Override
  public Integer batchNorm(String name, Integer x, BatchNormalization layer) {
    require(layer.channels(), x, name);
    ParameterSpec.Start zero = new ParameterSpec.Constant(0);
    add(name + ".weight", true, layer.weight(), layer.channels());
    add(name + ".bias", true, zero, layer.channels());
    add(name + ".running_mean", false, zero, layer.channels());
    add(name + ".running_var", false, new ParameterSpec.Constant(1), layer.channels());
    return x;
  }

  @Override
  public Integer instanceNorm(Integer x, int channels) {
    require(channels, x, "An instance normalisation");
    return x;
  }

  @Override
  public Integer instanceNorm(String name, Integer x, int channels) {
    require(channels, x, name);
    add(name + ".weight", true, new ParameterSpec.Constant(1), channels);
    add(name + ".bias", true, new ParameterSpec.Constant(0), channels);
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
  public Integer maxPool(Integer x, Pooling pooling) {
    return x;
  }

  @Override
  public Integer averagePool(Integer x, Pooling pooling) {
    return x;
  }

  @Override
  public Integer globalAverage(Integer x) {
    return x;
  }

  @Override
  public Integer spread(Integer vector) {
    return vector;
  }

  @Override
  public Integer upsampleLike(Integer x, Integer like) {
    return x;
  }

  @Override
  public Integer upsampleNearestLike(Integer x, Integer like) {
    return x;
  }

  @Override
  public Integer cropLike(Integer x, Integer like) {
    return x;
  }

  @Override
  public Integer concat(Integer first, Integer second) {
    return first + second;
  }

  @Override
  public Integer add(Integer first, Integer second) {
    return stretched(first, second, "An addition");
  }

  @Override
  public Integer multiply(Integer first, Integer second) {
    return stretched(first, second, "A multiplication");
  }

  @Override
  public Integer divide(Integer dividend, Integer divisor) {
    return stretched(dividend, divisor, "A division");
  }

  private static Integer stretched(int first, int second, String where) {
    if (second != 1 && first != 1) {
      require(first, second, where);
    }
    return Math.max(first, second);
  }

  @Override
  public Integer affine(Integer x, double factor, double summand) {
    return x;
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
  public Integer elementDropout(Integer x, double rate) {
    if (rate != 0) {
      elementDropouts++;
    }
    return x;
  }

  @Override
  public Integer channelsFrom(Integer x, int first) {
    return channels(x, first, x - first);
  }

  @Override
  public Integer channels(Integer x, int first, int count) {
    if (first < 0 || count < 1 || count > x - first) {
      throw new IllegalArgumentException(
          "No " + count + " channels from " + first + " on among " + x);
    }
    return count;
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
