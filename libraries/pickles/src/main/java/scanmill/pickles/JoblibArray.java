package scanmill.pickles;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * joblib's {@code NumpyArrayWrapper}: the array's values follow in the file, outside the pickle.
 */
final class JoblibArray implements Buildable {

  @Override
  public Object build(Object state, PickleBytes in) {
    if (!(state instanceof Map<?, ?> parts)
        || !(parts.get("shape") instanceof List<?> shape)
        || !(parts.get("dtype") instanceof NumpyType type)) {
      throw Refused.malformed(in.where(), "an array without its state");
    }
    if (type.isObject()) {
      Object nested = PickleReader.read(in, new NumpyClasses());
      if (nested instanceof NumpyArray array) {
        return array;
      }
      throw Refused.malformed(in.where(), Refused.kind(nested) + " where an array was announced");
    }
    // since joblib 1.1: so many bytes that the values begin at a multiple of the alignment
    if (Optional.ofNullable(parts.get("numpy_array_alignment_bytes")).orElse(None.NONE)
        instanceof Long) {
      in.skip(in.u8());
    }
    long count = NumpyArray.length(shape, in);
    return new NumpyArray(type.values(in.take(count * type.bytes()), count, in));
  }
}
