package scanmill.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** Predicts in libtorch: the way onto a CUDA device. */
public final class TorchPredictor implements Predictor {
  private final TorchModule module;
  private final Device device;
  private final int inputChannels;
  private final int outputChannels;
  private final int dimensions;
  private final int smallestExtent;
  private final List<VectorInput> vectors;

  /**
   * @throws scanmill.problems.BadInputException {@code weights-mismatch}
   */
  public TorchPredictor(GraphDefinition definition, Weights weights, Device device) {
    module = new TorchModule(archive(definition, weights), device);
    this.device = device;
    inputChannels = definition.inputChannels();
    outputChannels = definition.outputChannels();
    dimensions = definition.dimensions();
    smallestExtent = definition.smallestExtent();
    vectors = ParameterEmitter.vectorsOf(definition);
  }

  private static byte[] archive(GraphDefinition definition, Weights weights) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      TorchScriptArchive.write(definition, weights, bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  @Override
  public Tensor predict(Tensor input) {
    return predict(Inputs.of(input));
  }

  @Override
  public Tensor predict(Inputs inputs) {
    InputCheck.require(dimensions, inputChannels, inputs.image());
    InputCheck.requireExtent(smallestExtent, inputs.image());
    InputCheck.requireVectors(vectors, inputs);
    List<IValue> values = new ArrayList<>();
    try (PtNDManager own = module.manager().newSubManager(device.djl())) {
      values.add(IValue.from(array(own, inputs.image())));
      for (VectorInput vector : vectors) {
        values.add(IValue.from(array(own, InputCheck.vector(inputs, vector))));
      }
      PtNDArray output = module.call("forward", false, own, values.toArray(IValue[]::new));
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
