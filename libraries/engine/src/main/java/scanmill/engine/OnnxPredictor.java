package scanmill.engine;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/**
 * Predicts in ONNX Runtime on the CPU: the fastest way there, for our models and ivadomed's.
 *
 * <p>Memory goes back to the system after each call, since inputs differ in size.
 */
public final class OnnxPredictor implements Predictor {
  private static final long LARGEST = Integer.MAX_VALUE - 8;

  private final OrtEnvironment environment;
  private final OrtSession session;
  private final String input;
  private final int inputChannels;
  private final OptionalInt outputChannels;
  private final int dimensions;
  private final List<VectorInput> vectors = new ArrayList<>();

  /**
   * @param threads that one call may use, at least 1
   * @throws BadInputException {@code onnx-unreadable}, {@code onnx-external-data} or {@code
   *     onnx-not-ours} if the file is no network from one image to another
   */
  public OnnxPredictor(Path file, int threads) throws IOException {
    this(bytes(file), threads);
  }

  private static byte[] bytes(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw BadInputException.of(
          "onnx-unreadable",
          "An ONNX model must be smaller than 2 GB, but " + file.getFileName() + " is not.",
          "Use a smaller network.");
    }
    return Files.readAllBytes(file);
  }

  /** As {@link #OnnxPredictor(Path, int)}, from the file's bytes. */
  public OnnxPredictor(byte[] model, int threads) {
    OnnxSafety.requireSelfContained(model);
    environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = options(threads)) {
      session = environment.createSession(model, options);
    } catch (OrtException e) {
      throw unreadable(e);
    }
    try {
      Map<String, NodeInfo> inputs = session.getInputInfo();
      Map<String, NodeInfo> outputs = session.getOutputInfo();
      if (inputs.isEmpty() || outputs.isEmpty()) {
        throw notOurs("it has " + inputs.size() + " inputs and " + outputs.size() + " outputs");
      }
      List<NodeInfo> nodes = List.copyOf(inputs.values());
      NodeInfo in = nodes.get(0);
      input = in.getName();
      long[] shape = imageShape(in);
      dimensions = shape.length - 2;
      // ivadomed leaves the channels open in the input, but not in the first convolution.
      inputChannels =
          shape[1] > 0
              ? Math.toIntExact(shape[1])
              : OnnxFirstLayer.channels(model, input)
                  .orElseThrow(() -> notOurs("nothing says how many channels its input has"));
      for (NodeInfo node : nodes.subList(1, nodes.size())) {
        vectors.add(vector(node));
      }
      long[] result = outputShape(outputs.values().iterator().next());
      outputChannels =
          result[1] < 1 ? OptionalInt.empty() : OptionalInt.of(Math.toIntExact(result[1]));
    } catch (OrtException e) {
      close();
      throw unreadable(e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private static OrtSession.SessionOptions options(int threads) throws OrtException {
    if (threads < 1) {
      throw new IllegalArgumentException("At least one thread is required, not " + threads);
    }
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    options.setIntraOpNumThreads(threads);
    options.setInterOpNumThreads(1);
    options.setCPUArenaAllocator(false);
    options.setMemoryPatternOptimization(false);
    options.addConfigEntry("session.intra_op.allow_spinning", "0");
    return options;
  }

  private static long[] shape(NodeInfo node) {
    if (!(node.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
      throw notOurs(node.getName() + " is no tensor of 32-bit floats");
    }
    return tensor.getShape();
  }

  private static VectorInput vector(NodeInfo node) {
    long[] shape = shape(node);
    if (shape.length != 2 || shape[1] < 1 || shape[1] > Integer.MAX_VALUE) {
      throw notOurs("its further input " + node.getName() + " has no known number of columns");
    }
    return new VectorInput(node.getName(), (int) shape[1]);
  }

  /** An image, or one row of numbers per sample. */
  private static long[] outputShape(NodeInfo node) {
    return shape(node).length == 2 ? shape(node) : imageShape(node);
  }

  private static long[] imageShape(NodeInfo node) {
    long[] shape = shape(node);
    if (shape.length != 4 && shape.length != 5) {
      throw notOurs(node.getName() + " has " + shape.length + " axes");
    }
    return shape;
  }

  private static BadInputException notOurs(String found) {
    return BadInputException.of(
        "onnx-not-ours",
        "A model must map batch x channels x 2 or 3 spatial axes of floats to the same or to rows, but "
            + found
            + ".",
        "Use a model with one image tensor in and one tensor out.");
  }

  private static BadInputException unreadable(OrtException e) {
    Problem problem =
        new Problem(
            "onnx-unreadable",
            "ONNX Runtime cannot load the model: " + e.getMessage(),
            "Check that the file is complete, or export it again with operator set 13 or below.");
    return new BadInputException(problem, e);
  }

  @Override
  public Tensor predict(Tensor x) {
    return predict(Inputs.of(x));
  }

  @Override
  public Tensor predict(Inputs inputs) {
    Tensor x = inputs.image();
    InputCheck.require(dimensions, inputChannels, x);
    InputCheck.requireVectors(vectors, inputs);
    Map<String, OnnxTensor> tensors = new LinkedHashMap<>();
    try {
      tensors.put(input, tensor(x));
      for (VectorInput vector : vectors) {
        tensors.put(vector.name(), tensor(InputCheck.vector(inputs, vector)));
      }
      return run(tensors);
    } catch (OrtException e) {
      Problem problem =
          new Problem(
              "onnx-run",
              "The model cannot be applied to an input of "
                  + Dimensions.of(x.shape())
                  + " (batch x channels x space): "
                  + e.getMessage(),
              "Use an input of the extent the model was made for.");
      throw new BadInputException(problem, e);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor tensor(Tensor x) throws OrtException {
    FloatBuffer values =
        ByteBuffer.allocateDirect(Math.multiplyExact(x.size(), Float.BYTES))
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer();
    values.put(0, x.values());
    long[] shape = Arrays.stream(x.shape()).asLongStream().toArray();
    return OnnxTensor.createTensor(environment, values, shape);
  }

  private Tensor run(Map<String, OnnxTensor> tensors) throws OrtException {
    try (OrtSession.Result result = session.run(tensors)) {
      OnnxTensor output = (OnnxTensor) result.get(0);
      int[] extents =
          Arrays.stream(output.getInfo().getShape()).mapToInt(Math::toIntExact).toArray();
      float[] found = new float[Math.toIntExact(Tensor.size(extents))];
      output.getFloatBuffer().get(0, found);
      return Tensor.of(found, extents);
    }
  }

  @Override
  public List<VectorInput> vectors() {
    return List.copyOf(vectors);
  }

  @Override
  public int inputChannels() {
    return inputChannels;
  }

  @Override
  public OptionalInt outputChannels() {
    return outputChannels;
  }

  @Override
  public int dimensions() {
    return dimensions;
  }

  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close the model", e);
    }
  }
}
