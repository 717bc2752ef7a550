package scanmill.engine;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.IValue;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.OptionalInt;

/** Predicts in libtorch: the way onto a CUDA device. */
public final class TorchPredictor implements Predictor {
  private final TorchModule module;
  private final Device device;
  private final int inputChannels;
  private final int outputChannels;
  private final int dimensions;
  private final int smallestExtent;

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
    InputCheck.require(dimensions, inputChannels, input);
    InputCheck.requireExtent(smallestExtent, input);
    long[] shape = Arrays.stream(input.shape()).asLongStream().toArray();
    try (PtNDManager own = module.manager().newSubManager(device.djl());
        PtNDArray array = (PtNDArray) own.create(input.values(), new Shape(shape));
        IValue x = IValue.from(array)) {
      PtNDArray output = module.call("forward", false, own, x);
      int[] extents =
          Arrays.stream(output.getShape().getShape()).mapToInt(Math::toIntExact).toArray();
      return Tensor.of(output.toFloatArray(), extents);
    }
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
