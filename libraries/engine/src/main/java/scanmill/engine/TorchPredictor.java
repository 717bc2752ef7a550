package scanmill.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Predicts in libtorch: the way onto a CUDA device, and with dropout at work. */
public final class TorchPredictor implements Predictor {
  private final TorchModule module;
  private final Device device;
  private final int inputChannels;
  private final int outputChannels;
  private final int dimensions;
  private final GraphDefinition definition;
  private final List<VectorInput> vectors;
  private final List<Dropout> dropouts;
  private final boolean dropsElements;

  /**
   * @throws scanmill.problems.BadInputException {@code weights-mismatch}
   */
  public TorchPredictor(GraphDefinition definition, Weights weights, Device device) {
    module = new TorchModule(TorchScriptArchive.forDropout(definition, weights), device);
    this.device = device;
    inputChannels = definition.inputChannels();
    outputChannels = definition.outputChannels();
    dimensions = definition.dimensions();
    this.definition = definition;
    vectors = ParameterEmitter.vectorsOf(definition);
    dropouts = ParameterEmitter.dropoutsOf(definition);
    dropsElements = ParameterEmitter.dropsElements(definition);
  }

  @Override
  public Tensor predict(Tensor input) {
    return predict(Inputs.of(input));
  }

  @Override
  public Tensor predict(Inputs inputs) {
    return run("forward", inputs, Optional.empty(), 0);
  }

  @Override
  public Tensor predictDropping(Inputs inputs, long... seeds) {
    int samples = inputs.image().extent(0);
    if (seeds.length != samples) {
      throw new IllegalArgumentException(samples + " samples need as many seeds");
    }
    // Which single numbers are dropped depends on their place in the batch: one sample at a time.
    return dropsElements && samples > 1 ? oneByOne(inputs, seeds) : dropping(inputs, seeds);
  }

  private Tensor dropping(Inputs inputs, long... seeds) {
    int channels = DropoutMasks.channels(dropouts);
    float[] masks = new float[seeds.length * channels];
    float[] own = new float[channels];
    for (int n = 0; n < seeds.length; n++) {
      DropoutMasks.draw(dropouts, 1, seeds[n], own);
      System.arraycopy(own, 0, masks, n * channels, channels);
    }
    Tensor factors = Tensor.of(masks, seeds.length, channels);
    return run("dropping_forward", inputs, Optional.of(factors), ElementDropout.seed(seeds[0]));
  }

  private Tensor oneByOne(Inputs inputs, long... seeds) {
    List<Tensor> outputs = new ArrayList<>();
    for (int n = 0; n < seeds.length; n++) {
      outputs.add(dropping(inputs.sample(n), seeds[n]));
    }
    return Tensor.concatenated(outputs);
  }

  private Tensor run(String method, Inputs inputs, Optional<Tensor> masks, long seed) {
    InputCheck.require(dimensions, inputChannels, inputs.image());
    InputCheck.requireExtent(definition, inputs.image());
    InputCheck.requireVectors(vectors, inputs);
    List<IValue> values = new ArrayList<>();
    try (PtNDManager own = module.manager().newSubManager(device.djl())) {
      values.add(IValue.from(array(own, inputs.image())));
      for (VectorInput vector : vectors) {
        values.add(IValue.from(array(own, InputCheck.vector(inputs, vector))));
      }
      if (masks.isPresent()) {
        values.add(IValue.from(array(own, masks.get())));
        values.add(IValue.from(seed));
      }
      PtNDArray output = module.call(method, false, own, values.toArray(IValue[]::new));
      int[] extents =
          Arrays.stream(output.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
      return Tensor.of(output.toFloatArray(), extents);
    } finally {
      values.forEach(IValue::close);
    }
  }

  private static PtNDArray array(PtNDManager manager, Tensor tensor) {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return (PtNDArray) manager.create(tensor.values(), new Shape(shape));
  }

  @Override
  public List<VectorInput> vectors() {
    return vectors;
  }

  @Override
  public int inputChannels() {
    return inputChannels;
  }

  @Override
  public OptionalInt outputChannels() {
    return OptionalInt.of(outputChannels);
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public void close() {
    module.close();
  }
}
