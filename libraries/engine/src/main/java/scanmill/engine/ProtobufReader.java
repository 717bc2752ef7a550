package scanmill.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import scanmill.problems.BadInputException;

/** Walks over the fields of a protocol buffer message that may be damaged. */
final class ProtobufReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private final ByteBuffer message;
  private int field;
  private long number;
  private ByteBuffer bytes = ByteBuffer.allocate(0);
  private boolean hasBytes;

  ProtobufReader(ByteBuffer message) {
    this.message = message;
  }

  /**
   * Goes to the next field, if there is one.
   *
   * @throws BadInputException {@code onnx-unreadable}
   */
  boolean next() {
    if (!message.hasRemaining()) {
      return false;
    }
    long tag = varint();
    field = (int) (tag >>> 3);
    hasBytes = false;
    number = 0;
    switch ((int) (tag & 7)) {
      case VARINT -> number = varint();
      case FIXED64 -> skip(Long.BYTES);
      case FIXED32 -> skip(Integer.BYTES);
      case BYTES -> {
        long length = varint();
        if (length < 0 || length > message.remaining()) {
          throw unreadable("it ends too early");
        }
        bytes = message.slice(message.position(), (int) length);
        hasBytes = true;
        skip((int) length);
      }
      default -> throw unreadable("it has a field of an unknown kind");
    }
    return true;
  }

  int field() {
    return field;
  }

  /** Whether the field holds bytes: a text, a message, packed numbers. */
  boolean hasBytes() {
    return hasBytes;
  }

  /** The number that the field holds, if it is a whole one; else 0. */
  long number() {
    return number;
  }

  /** The message that the field holds; empty if it holds none. */
  ProtobufReader message() {
    return new ProtobufReader(hasBytes ? bytes.duplicate() : ByteBuffer.allocate(0));
  }

  String text() {
    return hasBytes ? StandardCharsets.UTF_8.decode(bytes.duplicate()).toString() : "";
  }

  /** The bytes that the field holds; none if it holds a number. */
  byte[] copy() {
    byte[] copy = new byte[hasBytes ? bytes.remaining() : 0];
    if (hasBytes) {
      bytes.duplicate().get(copy);
    }
    return copy;
  }

  /** The whole numbers of a packed field, or the one of a plain field. */
  long[] numbers() {
    if (!hasBytes) {
      return new long[] {number};
    }
    ProtobufReader packed = message();
    long[] numbers = new long[bytes.remaining()];
    int count = 0;
    while (packed.message.hasRemaining()) {
      numbers[count++] = packed.varint();
    }
    return Arrays.copyOf(numbers, count);
  }

  private void skip(int count) {
    if (count > message.remaining()) {
      throw unreadable("it ends too early");
    }
    message.position(message.position() + count);
  }

  private long varint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      if (!message.hasRemaining()) {
        throw unreadable("it ends too early");
      }
      byte next = message.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw unreadable("it holds a number of more than 64 bits");
  }

  static BadInputException unreadable(String found) {
    return BadInputException.of(
        "onnx-unreadable",
        "The model must be an ONNX file, but " + found + ".",
        "Check that the file is complete and is an ONNX model.");
  }
}
