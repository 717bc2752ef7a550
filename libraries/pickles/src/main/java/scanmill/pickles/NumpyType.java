package scanmill.pickles;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** numpy's {@code dtype}, of numbers and of text. */
final class NumpyType implements Buildable {
  private final char kind;
  private final int bytes;
  private ByteOrder order = ByteOrder.LITTLE_ENDIAN;

  private NumpyType(char kind, int bytes) {
    this.kind = kind;
    this.bytes = bytes;
  }

  /** From {@code ('<f8', False, True)}; sizes are of characters for {@code U}, of bytes else. */
  static NumpyType of(List<Object> arguments) {
    String code = (String) arguments.get(0);
    boolean big = code.startsWith(">");
    String bare = code.replaceFirst("^[<>|=]", "");
    if (!bare.matches("[biufUSO][0-9]{0,8}")) {
      throw new IllegalArgumentException("A dtype of something else");
    }
    char kind = bare.charAt(0);
    int size = bare.length() == 1 ? 0 : Integer.parseInt(bare.substring(1));
    NumpyType type = new NumpyType(kind, kind == 'U' ? 4 * size : size);
    type.order = big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return type;
  }

  @Override
  public Object build(Object state, PickleBytes in) {
    if (state instanceof List<?> parts && parts.size() > 1) {
      order = ">".equals(parts.get(1)) ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }
    return this;
  }

  boolean isObject() {
    return kind == 'O';
  }

  /** Bytes of one value. */
  int bytes() {
    return bytes;
  }

  /** The values of raw memory, numbers as {@code Long} or {@code Double}. */
  List<Object> values(byte[] raw, long count, PickleBytes in) {
    if (bytes < 1 || count > raw.length / bytes || isObject()) {
      throw Refused.malformed(in.where(), "an array without its values");
    }
    List<Object> values = new ArrayList<>((int) count);
    for (int n = 0; n < count; n++) {
      in.countValue();
      values.add(value(ByteBuffer.wrap(raw, n * bytes, bytes).slice().order(order), in));
    }
    return values;
  }

  private Object value(ByteBuffer one, PickleBytes in) {
    return switch ("" + kind + (kind == 'U' || kind == 'S' ? "" : bytes)) {
      case "U" -> trimmed(one, order == ByteOrder.BIG_ENDIAN ? "UTF-32BE" : "UTF-32LE");
      case "S" -> trimmed(one, StandardCharsets.UTF_8.name());
      case "b1" -> one.get() != 0;
      case "i1" -> (long) one.get();
      case "i2" -> (long) one.getShort();
      case "i4" -> (long) one.getInt();
      case "i8", "u8" -> one.getLong();
      case "u1" -> (long) (one.get() & 0xFF);
      case "u2" -> (long) (one.getShort() & 0xFFFF);
      case "u4" -> Integer.toUnsignedLong(one.getInt());
      case "f4" -> (double) one.getFloat();
      case "f8" -> one.getDouble();
      default -> throw Refused.malformed(in.where(), "an array of " + kind + bytes);
    };
  }

  private static String trimmed(ByteBuffer one, String charset) {
    String text = Charset.forName(charset).decode(one).toString();
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '\0') {
      end--;
    }
    return text.substring(0, end);
  }
}
