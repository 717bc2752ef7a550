package scanmill.engine;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
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
    scan(ByteBuffer.wrap(model).order(ByteOrder.LITTLE_ENDIAN), Message.MODEL, 0);
  }

  private static void scan(ByteBuffer bytes, Message message, int depth) {
    if (depth > DEEPEST) {
      throw unreadable("its graphs are nested too deeply");
    }
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      int field = (int) (tag >>> 3);
      boolean outside = message == Message.TENSOR && (field == 13 || field == 14);
      switch ((int) (tag & 7)) {
        case 0 -> {
          long value = varint(bytes);
          if (outside && value != 0) {
            throw external();
          }
        }
        case 1 -> skip(bytes, Long.BYTES);
        case 5 -> skip(bytes, Integer.BYTES);
        case 2 -> {
          int length = length(bytes);
          if (outside) {
            throw external();
          }
          Message inner = message.at(field);
          if (inner != Message.OTHER) {
            scan(
                bytes.slice(bytes.position(), length).order(ByteOrder.LITTLE_ENDIAN),
                inner,
                depth + 1);
          }
          skip(bytes, length);
        }
        default -> throw unreadable("it has a field of an unknown kind");
      }
    }
  }

  private static int length(ByteBuffer bytes) {
    long length = varint(bytes);
    if (length < 0 || length > bytes.remaining()) {
      throw unreadable("it ends too early");
    }
    return (int) length;
  }

  private static void skip(ByteBuffer bytes, int count) {
    if (count > bytes.remaining()) {
      throw unreadable("it ends too early");
    }
    bytes.position(bytes.position() + count);
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!bytes.hasRemaining()) {
        throw unreadable("it ends too early");
      }
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw unreadable("it holds a number of more than 64 bits");
  }

  private static BadInputException unreadable(String found) {
    return BadInputException.of(
        "onnx-unreadable",
        "The model must be an ONNX file, but " + found + ".",
        "Check that the file is complete and is an ONNX model.");
  }

  private static BadInputException external() {
    return BadInputException.of(
        "onnx-external-data",
        "The model must hold all its numbers, but it refers to another file for some of them.",
        "Save it again as one file, without external data.");
  }
}
