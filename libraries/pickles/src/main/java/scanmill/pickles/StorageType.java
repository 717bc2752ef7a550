package scanmill.pickles;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;

/** How PyTorch writes the numbers of a storage. */
enum StorageType {
  FLOAT(4),
  DOUBLE(8),
  HALF(2),
  BFLOAT16(2),
  LONG(8),
  INT(4),
  SHORT(2),
  CHAR(1),
  BYTE(1),
  BOOL(1);

  private final int bytes;

  StorageType(int bytes) {
    this.bytes = bytes;
  }

  /** Of {@code FloatStorage} and its like. */
  static Optional<StorageType> of(String name) {
    for (StorageType type : values()) {
      if ((type.name() + "STORAGE").equals(name.toUpperCase(Locale.ROOT))) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** Bytes of one number. */
  int bytes() {
    return bytes;
  }

  float[] decode(byte[] raw, ByteOrder order) {
    ByteBuffer in = ByteBuffer.wrap(raw).order(order);
    float[] out = new float[raw.length / bytes];
    for (int n = 0; n < out.length; n++) {
      out[n] =
          switch (this) {
            case FLOAT -> in.getFloat();
            case DOUBLE -> (float) in.getDouble();
            case HALF -> half(in.getShort());
            case BFLOAT16 -> Float.intBitsToFloat(in.getShort() << 16);
            case LONG -> in.getLong();
            case INT -> in.getInt();
            case SHORT -> in.getShort();
            case CHAR -> in.get();
            case BYTE -> in.get() & 0xFF;
            case BOOL -> in.get() == 0 ? 0 : 1;
          };
    }
    return out;
  }

  /** IEEE 754 binary16. */
  private static float half(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    float size;
    if (exponent == 0) {
      size = fraction * 0x1p-24f;
    } else if (exponent == 0x1F) {
      size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
    } else {
      size = Float.intBitsToFloat(((exponent + 112) << 23) | (fraction << 13));
    }
    return bits < 0 ? -size : size;
  }
}
