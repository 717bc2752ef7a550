package scanmill.volumes;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** How one voxel is stored in a NIfTI file: the scalar types of the standard. */
public enum DataType {
  UINT8(2, 1, 0, 255),
  INT8(256, 1, -128, 127),
  INT16(4, 2, -32768, 32767),
  UINT16(512, 2, 0, 65535),
  INT32(8, 4, Integer.MIN_VALUE, Integer.MAX_VALUE),
  UINT32(768, 4, 0, 4294967295.0),
  INT64(1024, 8, -0x1p63, 0x1p63),
  UINT64(1280, 8, 0, 0x1p64),
  FLOAT32(16, 4, -Float.MAX_VALUE, Float.MAX_VALUE),
  FLOAT64(64, 8, -Double.MAX_VALUE, Double.MAX_VALUE);

  private static final DataType[] ALL = values();

  private final int code;
  private final int bytes;
  private final double smallest;
  private final double largest;

  DataType(int code, int bytes, double smallest, double largest) {
    this.code = code;
    this.bytes = bytes;
    this.smallest = smallest;
    this.largest = largest;
  }

  /** The standard's number for this type. */
  public int code() {
    return code;
  }

  /** Bytes of one voxel. */
  public int bytes() {
    return bytes;
  }

  /** Whether only whole numbers can be stored. */
  public boolean integral() {
    return this != FLOAT32 && this != FLOAT64;
  }

  /** The type with this number, absent if it is none of the scalar types. */
  public static Optional<DataType> of(int code) {
    return Arrays.stream(ALL).filter(type -> type.code == code).findFirst();
  }

  /** The smallest unsigned type that holds 0 to {@code largestLabel}. */
  static DataType forLabels(int largestLabel) {
    return largestLabel <= 255 ? UINT8 : largestLabel <= 65535 ? UINT16 : UINT32;
  }

  /** What code a refused type has, in words. */
  static String nameOf(int code) {
    return switch (code) {
      case 0 -> "unknown (0)";
      case 1 -> "single bits (1)";
      case 32, 1792, 2048 -> "complex numbers (" + code + ")";
      case 128 -> "RGB colours (128)";
      case 2304 -> "RGBA colours (2304)";
      case 1536 -> "128-bit floats (1536)";
      default -> of(code).map(DataType::name).orElse("number " + code);
    };
  }

  /**
   * Reads {@code count} voxels from where {@code from} stands. 64-bit integers lose bits above
   * 2^53.
   */
  void decode(ByteBuffer from, double[] to, int count) {
    int at = from.position();
    switch (this) {
      case UINT8 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.get(at + n) & 0xFF;
        }
      }
      case INT8 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.get(at + n);
        }
      }
      case INT16 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.getShort(at + 2 * n);
        }
      }
      case UINT16 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.getShort(at + 2 * n) & 0xFFFF;
        }
      }
      case INT32 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.getInt(at + 4 * n);
        }
      }
      case UINT32 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.getInt(at + 4 * n) & 0xFFFFFFFFL;
        }
      }
      case INT64 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.getLong(at + 8 * n);
        }
      }
      case UINT64 -> {
        for (int n = 0; n < count; n++) {
          long bits = from.getLong(at + 8 * n);
          to[n] = bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
        }
      }
      case FLOAT32 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.getFloat(at + 4 * n);
        }
      }
      case FLOAT64 -> {
        for (int n = 0; n < count; n++) {
          to[n] = from.getDouble(at + 8 * n);
        }
      }
    }
  }

  /**
   * Appends one voxel. Integer types round to the nearest whole number.
   *
   * @throws IllegalArgumentException if the value cannot be stored
   */
  void encode(double value, ByteBuffer to) {
    if (integral()) {
      double whole = Math.rint(value);
      if (!(whole >= smallest && whole <= largest)) {
        throw new IllegalArgumentException(
            "A voxel stored as "
                + name()
                + " lies in "
                + smallest
                + ".."
                + largest
                + "; found "
                + value);
      }
      putWhole(whole, to);
    } else if (this == FLOAT32) {
      to.putFloat((float) value);
    } else {
      to.putDouble(value);
    }
  }

  private void putWhole(double whole, ByteBuffer to) {
    switch (bytes) {
      case 1 -> to.put((byte) (int) whole);
      case 2 -> to.putShort((short) (int) whole);
      case 4 -> to.putInt((int) (long) whole);
      default ->
          to.putLong(
              whole < 0x1p63
                  ? (long) whole
                  : whole >= 0x1p64 ? -1L : (long) (whole - 0x1p63) + Long.MIN_VALUE);
    }
  }
}
