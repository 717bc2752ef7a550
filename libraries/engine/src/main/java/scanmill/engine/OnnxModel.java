package scanmill.engine;

import java.io.IOException;
import java.io.OutputStream;

/**
 * A network as an ONNX file: what ONNX Runtime, ivadomed and the Spinal Cord Toolbox read. IR
 * version 7, operator set 13; batch and space may have any extent. Equal networks give equal bytes.
 */
public final class OnnxModel {
  /** The name of the image; other inputs have those of {@link VectorInput}. */
  public static final String INPUT = "input";

  /** The name of the one output. */
  public static final String OUTPUT = "output";

  private static final int IR_VERSION = 7;
  private static final int OPERATOR_SET = 13;
  private static final int FLOAT = 1;
  private static final String[] SPACE = {"height", "width", "depth"};

  private OnnxModel() {}

  /**
   * Writes the network in inference mode. The stream is not closed. Needs memory for a few copies
   * of the weights.
   *
   * @throws scanmill.problems.BadInputException {@code weights-mismatch}
   */
  public static void write(GraphDefinition definition, Weights weights, OutputStream out)
      throws IOException {
    Protobuf graph = OnnxEmitter.emit(definition, weights.fitting(definition));
    int dimensions = definition.dimensions();
    graph.message(11, value(INPUT, definition.inputChannels(), dimensions));
    for (VectorInput vector : ParameterEmitter.vectorsOf(definition)) {
      graph.message(11, value(vector.name(), vector.width(), 0));
    }
    int axes = definition.outputIsImage() ? dimensions : 0;
    graph.message(12, value(OUTPUT, definition.outputChannels(), axes));
    Protobuf model =
        new Protobuf()
            .integer(1, IR_VERSION)
            .text(2, "scanmill")
            .message(7, graph)
            .message(8, new Protobuf().text(1, "").integer(2, OPERATOR_SET));
    out.write(model.bytes());
  }

  private static Protobuf value(String name, int channels, int dimensions) {
    Protobuf shape = new Protobuf();
    shape.message(1, new Protobuf().text(2, "batch"));
    shape.message(1, new Protobuf().integer(1, channels));
    for (int axis = 0; axis < dimensions; axis++) {
      shape.message(1, new Protobuf().text(2, SPACE[axis]));
    }
    Protobuf tensor = new Protobuf().integer(1, FLOAT).message(2, shape);
    return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
  }
}
