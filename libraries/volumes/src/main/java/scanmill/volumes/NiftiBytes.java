package scanmill.volumes;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The raw bytes of a header, read and written field by field in its own byte order. */
final class NiftiBytes {
  private static final byte[] TAIL_2 = {0, '\r', '\n', 0x1a, '\n'};

  private final int version;
  private final byte[] array;
  private final ByteBuffer bytes; // a view of the array

  /**
   * @param array as long as a header of this version; not copied
   */
  NiftiBytes(int version, byte[] array, ByteOrder order) {
    this.version = version;
    this.array = array;
    this.bytes = ByteBuffer.wrap(array).order(order);
  }

  static NiftiBytes empty(int version, ByteOrder order) {
    int length = length(version);
    NiftiBytes empty = new NiftiBytes(version, new byte[length], order);
    empty.bytes.putInt(0, length);
    return empty;
  }

  /** Bytes of a header: 348 or 540. */
  static int length(int version) {
    return version == 1 ? 348 : 540;
  }

  NiftiBytes copy() {
    return new NiftiBytes(version, array.clone(), bytes.order());
  }

  int version() {
    return version;
  }

  ByteOrder order() {
    return bytes.order();
  }

  /** The bytes themselves, not a copy. */
  byte[] array() {
    return array;
  }

  long whole(NiftiField field, int index) {
    int at = field.offset(version, index);
    return switch (field.kind(version)) {
      case INT8 -> bytes.get(at);
      case INT16 -> bytes.getShort(at);
      case INT32 -> bytes.getInt(at);
      case INT64 -> bytes.getLong(at);
      case FLOAT32, FLOAT64 -> throw new IllegalArgumentException(field + " is no whole number");
    };
  }

  double real(NiftiField field, int index) {
    int at = field.offset(version, index);
    return switch (field.kind(version)) {
      case FLOAT32 -> bytes.getFloat(at);
      case FLOAT64 -> bytes.getDouble(at);
      case INT8, INT16, INT32, INT64 -> whole(field, index);
    };
  }

  void set(NiftiField field, int index, double value) {
    int at = field.offset(version, index);
    switch (field.kind(version)) {
      case INT8 -> bytes.put(at, (byte) value);
      case INT16 -> bytes.putShort(at, (short) value);
      case INT32 -> bytes.putInt(at, (int) value);
      case INT64 -> bytes.putLong(at, (long) value);
      case FLOAT32 -> bytes.putFloat(at, (float) value);
      case FLOAT64 -> bytes.putDouble(at, value);
    }
  }

  /** Text up to the first zero byte. */
  String text(NiftiField field, int length) {
    int at = field.offset(version, 0);
    int end = at;
    while (end < at + length && bytes.get(end) != 0) {
      end++;
    }
    return new String(array, at, end - at, StandardCharsets.UTF_8);
  }

  void copyText(NiftiField field, int length, NiftiBytes from) {
    for (int n = 0; n < length; n++) {
      bytes.put(field.offset(version, n), from.bytes.get(field.offset(from.version, n)));
    }
  }

  boolean singleFile() {
    return text(NiftiField.MAGIC, 4).equals("n+" + version);
  }

  boolean pair() {
    return text(NiftiField.MAGIC, 4).equals("ni" + version);
  }

  void setMagic(boolean single) {
    int at = NiftiField.MAGIC.offset(version, 0);
    bytes.put(at, (byte) 'n').put(at + 1, (byte) (single ? '+' : 'i'));
    bytes.put(at + 2, (byte) ('0' + version)).put(at + 3, (byte) 0);
    for (int n = 0; version == 2 && n < TAIL_2.length - 1; n++) {
      bytes.put(at + 4 + n, TAIL_2[n + 1]);
    }
  }
}
