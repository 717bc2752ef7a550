package scanmill.engine;

import java.nio.ByteBuffer;
import scanmill.problems.BadInputException;

/**
 * Looks through an ONNX file, without loading it, for tensors whose numbers lie in other files:
 * such a model could have any file of this machine read.
 */
final class OnnxSafety {
  private static final int DEEPEST = 64;

  /** The messages on the way to a tensor, and which of their fields lead on. */
  private enum Message {
    MODEL,
    GRAPH,
    NODE,
    ATTRIBUTE,
    TENSOR,
    SPARSE_TENSOR,
    FUNCTION,
    TRAINING_INFO,
    OTHER;

    Message at(int field) {
      return switch (this) {
        case MODEL ->
            switch (field) {
              case 7 -> GRAPH;
              case 20 -> TRAINING_INFO;
              case 25 -> FUNCTION;
              default -> OTHER;
            };
        case TRAINING_INFO -> field == 1 || field == 2 ? GRAPH : OTHER;
        case GRAPH ->
            switch (field) {
              case 1 -> NODE;
              case 5 -> TENSOR;
              case 15 -> SPARSE_TENSOR;
              default -> OTHER;
            };
        case FUNCTION ->
            switch (field) {
              case 7 -> NODE;
              case 11 -> ATTRIBUTE;
              default -> OTHER;
            };
        case NODE -> field == 5 ? ATTRIBUTE : OTHER;
        case ATTRIBUTE ->
            switch (field) {
              case 5, 10 -> TENSOR;
              case 6, 11 -> GRAPH;
              case 22, 23 -> SPARSE_TENSOR;
              default -> OTHER;
            };
        case SPARSE_TENSOR -> field == 1 || field == 2 ? TENSOR : OTHER;
        case TENSOR, OTHER -> OTHER;
      };
    }
  }

  private OnnxSafety() {}

  /**
   * @throws BadInputException {@code onnx-external-data}, or {@code onnx-unreadable} if this is no
   *     protocol buffer message
   */
  static void requireSelfContained(byte[] model) {
    scan(new ProtobufReader(ByteBuffer.wrap(model)), Message.MODEL, 0);
  }

  private static void scan(ProtobufReader reader, Message message, int depth) {
    if (depth > DEEPEST) {
      throw ProtobufReader.unreadable("its graphs are nested too deeply");
    }
    while (reader.next()) {
      boolean place = message == Message.TENSOR && (reader.field() == 13 || reader.field() == 14);
      if (place && (reader.hasBytes() || reader.number() != 0)) {
        throw external();
      }
      Message inner = message.at(reader.field());
      if (inner != Message.OTHER) {
        scan(reader.message(), inner, depth + 1);
      }
    }
  }

  private static BadInputException external() {
    return BadInputException.of(
        "onnx-external-data",
        "The model must hold all its numbers, but it refers to another file for some of them.",
        "Save it again as one file, without external data.");
  }
}
