package scanmill.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.JniUtils;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network that learns: its weights and its optimiser's state in libtorch's memory.
 *
 * <p>For one thread at a time; several networks may learn in one process at once without disturbing
 * each other. With an equal number of threads on an equal CPU a run is exactly repeatable, and so
 * is one that goes on from {@link #weights()} and {@link #optimizerState()}. Its maker closes it.
 */
public final class TrainableNetwork implements AutoCloseable {
  private final GraphDefinition definition;
  private final Device device;
  private final List<ParameterSpec> parameters;
  private final List<Dropout> dropouts;
  private final int droppable;
  private final TorchModule module;
  private final PtNDManager manager;
  private final PtNDArray[] tensors;
  private final FusedOptimizer optimizer;
  private final List<VectorInput> vectors;
  private final Staging images;
  private final List<Staging> rows = new ArrayList<>();
  private final Staging targets;
  private final Staging masks;
  private boolean closed;

  /**
   * @throws scanmill.problems.BadInputException {@code weights-mismatch} if the weights are not
   *     this network's
   */
  public TrainableNetwork(GraphDefinition definition, Weights weights, Device device) {
    this(definition, weights, device, LearningSettings.DEFAULT);
  }

  /**
   * @throws scanmill.problems.BadInputException {@code weights-mismatch} if the weights are not
   *     this network's
   */
  public TrainableNetwork(
      GraphDefinition definition, Weights weights, Device device, LearningSettings settings) {
    this.definition = definition;
    this.device = device;
    parameters = ParameterEmitter.parametersOf(definition);
    dropouts = ParameterEmitter.dropoutsOf(definition);
    droppable = DropoutMasks.channels(dropouts);
    module =
        new TorchModule(
            TorchScriptArchive.forTraining(definition, weights, settings.precision()), device);
    manager = module.manager();
    tensors = module.callForList("tensors", manager);
    List<ParameterSpec> learning = new ArrayList<>();
    PtNDArray[] learners = learners(settings, learning);
    optimizer = new FusedOptimizer(manager, settings.optimizer(), learning, learners);
    vectors = ParameterEmitter.vectorsOf(definition);
    vectors.forEach(vector -> rows.add(new Staging(manager, device)));
    images = new Staging(manager, device);
    targets = new Staging(manager, device);
    masks = new Staging(manager, device);
  }

  /** The tensors that learn; the others of those that could ask for no gradient any more. */
  private PtNDArray[] learners(LearningSettings settings, List<ParameterSpec> learning) {
    List<PtNDArray> learners = new ArrayList<>();
    for (int n = 0; n < tensors.length; n++) {
      ParameterSpec spec = parameters.get(n);
      if (settings.frozen().contains(spec.name())) {
        tensors[n].setRequiresGradient(false);
      } else if (spec.trainable()) {
        learners.add(tensors[n]);
        learning.add(spec);
      }
    }
    if (learners.isEmpty()) {
      throw new IllegalArgumentException("At least one tensor learns");
    }
    return learners.toArray(PtNDArray[]::new);
  }

  /**
   * One step of gradient descent: forward, backward, clip, update. If the loss or the gradient is
   * not finite, the trainable weights and the optimiser's state stay as they were.
   *
   * @param input (N, C, H, W) or (N, C, H, W, D)
   * @param target (N, K, H, W) or (N, K, H, W, D)
   * @param observed losses to be measured on the same prediction, without any effect
   */
  public StepResult step(
      Tensor input,
      Tensor target,
      LossFunction loss,
      StepSettings settings,
      LossFunction... observed) {
    return step(Inputs.of(input), target, loss, settings, observed);
  }

  /**
   * As {@link #step(Tensor, Tensor, LossFunction, StepSettings, LossFunction...)}, for networks
   * that take vectors besides. Where a network is deeply supervised, the loss is that of all its
   * outputs; observed losses look at the full one alone.
   *
   * @param target as the network's output: an image, or a row of numbers per sample
   * @throws scanmill.problems.BadInputException {@code input-vector} if there is a vector too few,
   *     too many or of another shape
   */
  @SuppressWarnings("try")
  public StepResult step(
      Inputs inputs,
      Tensor target,
      LossFunction loss,
      StepSettings settings,
      LossFunction... observed) {
    requireOpen();
    InputCheck.require(definition, vectors, inputs);
    InputCheck.requireTarget(definition, inputs.image(), target);
    double value;
    List<Double> observations = new ArrayList<>();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(true);
    try (NDScope scope = new NDScope()) {
      PtNDArray wanted = targets.put(target.values(), target.shape());
      PtNDArray[] outputs = trainForward(inputs, settings.dropoutSeed());
      NDArray cost = cost(loss, outputs, wanted);
      value = number(cost);
      if (Double.isFinite(value)) {
        NDArray share = cost.onesLike().muli(settings.share());
        JniUtils.backward((PtNDArray) cost, (PtNDArray) share, false, false);
      }
      JniUtils.setGradMode(false);
      for (LossFunction other : observed) {
        observations.add(number(other.of(outputs[0], wanted)));
      }
    } finally {
      JniUtils.setGradMode(before);
    }
    double norm = Double.NaN;
    if (Double.isFinite(value)) {
      optimizer.fetchGradients();
      norm = settings.update() ? optimizer.update(manager, settings) : Double.NaN;
    }
    return new StepResult(value, norm, observations);
  }

  private static NDArray cost(LossFunction loss, PtNDArray[] outputs, PtNDArray target) {
    return outputs.length == 1
        ? loss.of(outputs[0], target)
        : loss.of(List.<NDArray>of(outputs), target);
  }

  private PtNDArray[] trainForward(Inputs inputs, long dropoutSeed) {
    int samples = inputs.image().extent(0);
    float[] factors = new float[samples * droppable];
    DropoutMasks.draw(dropouts, samples, dropoutSeed, factors);
    List<IValue> arguments = arguments(inputs);
    try {
      arguments.add(IValue.from(masks.put(factors, samples, droppable)));
      arguments.add(IValue.from(ElementDropout.seed(dropoutSeed)));
      return module.callForList("train_forward", manager, arguments.toArray(IValue[]::new));
    } finally {
      arguments.forEach(IValue::close);
    }
  }

  private List<IValue> arguments(Inputs inputs) {
    List<IValue> arguments = new ArrayList<>();
    Tensor image = inputs.image();
    arguments.add(IValue.from(images.put(image.values(), image.shape())));
    for (int n = 0; n < vectors.size(); n++) {
      Tensor vector = InputCheck.vector(inputs, vectors.get(n));
      arguments.add(IValue.from(rows.get(n).put(vector.values(), vector.shape())));
    }
    return arguments;
  }

  /** What the network says, in inference mode; changes nothing. */
  public Tensor forward(Tensor input) {
    return forward(Inputs.of(input));
  }

  /** As {@link #forward(Tensor)}, for networks that take vectors besides. */
  public Tensor forward(Inputs inputs) {
    return run(inputs, prediction -> List.of()).prediction();
  }

  /** What the network says, in inference mode, and how far that is from the target. */
  public Evaluation evaluate(Tensor input, Tensor target, LossFunction... losses) {
    return evaluate(Inputs.of(input), target, losses);
  }

  /** As {@link #evaluate(Tensor, Tensor, LossFunction...)}, for networks that take vectors too. */
  public Evaluation evaluate(Inputs inputs, Tensor target, LossFunction... losses) {
    InputCheck.requireTarget(definition, inputs.image(), target);
    return run(
        inputs,
        prediction -> {
          PtNDArray wanted = targets.put(target.values(), target.shape());
          List<Double> values = new ArrayList<>();
          for (LossFunction loss : losses) {
            values.add(number(loss.of(prediction, wanted)));
          }
          return values;
        });
  }

  private interface Measuring {
    List<Double> measure(PtNDArray prediction);
  }

  @SuppressWarnings("try")
  private Evaluation run(Inputs inputs, Measuring measuring) {
    requireOpen();
    InputCheck.require(definition, vectors, inputs);
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    List<IValue> arguments = List.of();
    try (NDScope scope = new NDScope()) {
      arguments = arguments(inputs);
      PtNDArray prediction =
          module.call("forward", true, manager, arguments.toArray(IValue[]::new));
      return new Evaluation(tensor(prediction), measuring.measure(prediction));
    } finally {
      arguments.forEach(IValue::close);
      JniUtils.setGradMode(before);
    }
  }

  private static double number(NDArray cost) {
    if (cost.size() != 1) {
      throw new IllegalArgumentException(
          "A loss is one number, not an array of shape " + cost.getShape());
    }
    return cost.getDataType() == DataType.FLOAT64 ? cost.getDouble() : cost.getFloat();
  }

  private static Tensor tensor(PtNDArray array) {
    int[] shape = Arrays.stream(array.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
    return Tensor.of(array.toFloatArray(), shape);
  }

  /** Gives up what gradients were added up since the last update, as after a step that failed. */
  public void forgetGradients() {
    requireOpen();
    optimizer.zeroGradients();
  }

  /**
   * A copy of the gradients that were added up since the last update, of the tensors that learn, by
   * name; empty before the first step.
   */
  public Weights gradients() {
    requireOpen();
    return optimizer.gradients();
  }

  /**
   * Updates the weights by gradients that were made elsewhere, as by several copies of the network,
   * in the place of its own.
   *
   * @param gradients of all tensors that learn, by name
   * @return their global norm before clipping; if it is not finite, nothing is changed
   */
  public double update(Weights gradients, StepSettings settings) {
    requireOpen();
    optimizer.replaceGradients(gradients);
    return optimizer.update(manager, settings);
  }

  /** A copy of everything the network keeps, in PyTorch's order. */
  public Weights weights() {
    requireOpen();
    Map<String, Tensor> weights = new LinkedHashMap<>();
    for (int n = 0; n < tensors.length; n++) {
      weights.put(parameters.get(n).name(), tensor(tensors[n]));
    }
    return Weights.of(weights);
  }

  /** A copy of the optimiser's step count and what it remembers of each tensor. */
  public Weights optimizerState() {
    requireOpen();
    return optimizer.state();
  }

  /**
   * Goes on from an {@link #optimizerState()} that was saved together with the weights.
   *
   * @throws scanmill.problems.BadInputException {@code optimizer-state-mismatch}
   */
  public void restoreOptimizer(Weights state) {
    requireOpen();
    optimizer.restore(state);
  }

  public GraphDefinition definition() {
    return definition;
  }

  public Device device() {
    return device;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("This network is closed");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      optimizer.close();
      images.close();
      rows.forEach(Staging::close);
      targets.close();
      masks.close();
      module.close();
    }
  }
}
