package scanmill.pickles;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of a file, read once from the first to the last; never more than there are. */
final class PickleBytes {
  /** More values than this, of all pickles among the bytes, are refused. */
  static final int MOST_VALUES = 2_000_000;

  private final byte[] bytes;
  private final String where;
  private int at;
  private int values;

  /**
   * @param where begins every message
   */
  PickleBytes(byte[] bytes, String where) {
    this.bytes = bytes;
    this.where = where;
  }

  String where() {
    return where;
  }

  int at() {
    return at;
  }

  int remaining() {
    return bytes.length - at;
  }

  /** Notes that one more value was made. */
  void countValue() {
    if (++values > MOST_VALUES) {
      throw Refused.tooLarge(where, "at most " + MOST_VALUES + " values", "more");
    }
  }

  int u8() {
    require(1);
    return bytes[at++] & 0xFF;
  }

  int u16() {
    return u8() | u8() << 8;
  }

  int i32() {
    require(4);
    int value = ByteBuffer.wrap(bytes, at, 4).order(ByteOrder.LITTLE_ENDIAN).getInt();
    at += 4;
    return value;
  }

  long i64() {
    require(8);
    long value = ByteBuffer.wrap(bytes, at, 8).order(ByteOrder.LITTLE_ENDIAN).getLong();
    at += 8;
    return value;
  }

  double bigEndianDouble() {
    require(8);
    double value = ByteBuffer.wrap(bytes, at, 8).getDouble();
    at += 8;
    return value;
  }

  /** A length that was written as 4 bytes without sign. */
  long u32() {
    return Integer.toUnsignedLong(i32());
  }

  /** A copy of the next bytes; nothing is set aside before it is certain that they are there. */
  byte[] take(long count) {
    require(count);
    byte[] taken = Arrays.copyOfRange(bytes, at, at + (int) count);
    at += (int) count;
    return taken;
  }

  void skip(long count) {
    require(count);
    at += (int) count;
  }

  String text(long count) {
    return new String(take(count), StandardCharsets.UTF_8);
  }

  /** The text up to a line feed, which is skipped. */
  String line(int longest) {
    for (int n = 0; n < remaining(); n++) {
      if (bytes[at + n] == '\n') {
        String line = text(n);
        at++;
        return line;
      }
      if (n == longest) {
        throw Refused.malformed(where, "a line longer than " + longest + " bytes at byte " + at);
      }
    }
    throw Refused.truncated(where, remaining() + 1L, at, bytes.length);
  }

  private void require(long count) {
    if (count < 0 || count > remaining()) {
      if (count < 0) {
        throw Refused.malformed(where, "a length of " + count + " at byte " + at);
      }
      throw Refused.truncated(where, count, at, bytes.length);
    }
  }
}
