package scanmill.engine;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A network as a DJL block, for DJL's own {@code Model}, {@code Trainer} and {@code Predictor}. It
 * takes the image, then the vectors in the order of {@link ParameterEmitter#vectorsOf}.
 *
 * <p>Slower than {@link TrainableNetwork}, and its dropout is drawn by libtorch's one generator per
 * process.
 */
public final class GraphBlock extends AbstractBlock {
  private static final byte VERSION = 1;

  private final GraphDefinition definition;
  private final AtomicLong calls = new AtomicLong();
  private final Map<String, Parameter> tensors = new LinkedHashMap<>();

  /** A network whose tensors are still to be set or initialised. */
  @SuppressWarnings("this-escape")
  public GraphBlock(GraphDefinition definition) {
    super(VERSION);
    this.definition = definition;
    for (ParameterSpec spec : ParameterEmitter.parametersOf(definition)) {
      Parameter parameter =
          Parameter.builder()
              .setName(spec.name())
              .setType(type(spec.name()))
              .optRequiresGrad(spec.trainable())
              .build();
      tensors.put(spec.name(), addParameter(parameter));
    }
  }

  private static Parameter.Type type(String name) {
    return name.endsWith(".running_mean")
        ? Parameter.Type.RUNNING_MEAN
        : name.endsWith(".running_var")
            ? Parameter.Type.RUNNING_VAR
            : name.endsWith(".bias") ? Parameter.Type.BIAS : Parameter.Type.WEIGHT;
  }

  private static Shape shape(ParameterSpec spec) {
    return new Shape(Arrays.stream(spec.shape()).asLongStream().toArray());
  }

  /**
   * Gives every tensor its numbers; once per block.
   *
   * @param manager owns the arrays
   * @throws scanmill.problems.BadInputException {@code weights-mismatch}
   */
  public void set(NDManager manager, Weights weights) {
    Weights fitting = weights.fitting(definition);
    for (ParameterSpec spec : ParameterEmitter.parametersOf(definition)) {
      NDArray array = manager.create(fitting.get(spec.name()).values(), shape(spec));
      array.setRequiresGradient(spec.trainable());
      parameter(spec.name()).setArray(array);
    }
  }

  private Parameter parameter(String name) {
    Parameter parameter = tensors.get(name);
    if (parameter == null) {
      throw new IllegalArgumentException("There is no tensor named " + name);
    }
    return parameter;
  }

  @Override
  protected void prepare(Shape[] inputShapes) {
    for (ParameterSpec spec : ParameterEmitter.parametersOf(definition)) {
      if (!parameter(spec.name()).isInitialized()) {
        parameter(spec.name()).setShape(shape(spec));
      }
    }
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store, NDList inputs, boolean training, PairList<String, Object> parameters) {
    NDArray x = inputs.get(0);
    Map<String, NDArray> vectors = new LinkedHashMap<>();
    for (VectorInput vector : ParameterEmitter.vectorsOf(definition)) {
      vectors.put(vector.name(), inputs.get(vectors.size() + 1));
    }
    EagerEmitter emitter =
        new EagerEmitter(
            definition.dimensions(),
            name -> store.getValue(parameter(name), x.getDevice(), training),
            training,
            Optional.empty(),
            vectors,
            calls.getAndIncrement());
    return new NDList(definition.build(emitter, x));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputShapes) {
    long[] shape = inputShapes[0].getShape().clone();
    if (!definition.outputIsImage()) {
      shape = Arrays.copyOf(shape, 2);
    }
    shape[1] = definition.outputChannels();
    return new Shape[] {new Shape(shape)};
  }
}
