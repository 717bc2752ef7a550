package scanmill.pickles;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** numpy's {@code ndarray}: its values one after the other, whatever its shape. */
final class NumpyArray implements Buildable {
  private List<Object> values = List.of();

  /** Empty until its state is told. */
  NumpyArray() {}

  NumpyArray(List<Object> values) {
    this.values = values;
  }

  List<Object> values() {
    return values;
  }

  /** From {@code (version, shape, dtype, is_fortran, raw)}. */
  @Override
  public Object build(Object state, PickleBytes in) {
    if (!(state instanceof List<?> parts)
        || parts.size() != 5
        || !(parts.get(1) instanceof List<?> shape)
        || !(parts.get(2) instanceof NumpyType type)) {
      throw Refused.malformed(in.where(), "an array without its state");
    }
    if (type.isObject()) {
      if (!(parts.get(4) instanceof List<?> objects)) {
        throw Refused.malformed(in.where(), "an array without its values");
      }
      values = List.copyOf(objects);
    } else {
      values = type.values(raw(parts.get(4), in), length(shape, in), in);
    }
    return this;
  }

  private static byte[] raw(Object value, PickleBytes in) {
    if (value instanceof byte[] bytes) {
      return bytes;
    }
    if (value instanceof String latin) { // as Python 2 writes bytes
      return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
    throw Refused.malformed(in.where(), "an array without its values");
  }

  /** The product of a shape. */
  static long length(List<?> shape, PickleBytes in) {
    long length = 1;
    for (Object size : shape) {
      if (!(size instanceof Long extent) || extent < 0 || extent > Integer.MAX_VALUE) {
        throw Refused.malformed(in.where(), "a shape that is none");
      }
      length *= extent;
      if (length > Integer.MAX_VALUE) {
        throw Refused.tooLarge(in.where(), "arrays of less than 2^31 values", "more");
      }
    }
    return length;
  }
}
