package scanmill.pickles;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What joblib needs to keep text, numbers and arrays of them. */
final class NumpyClasses implements Classes {
  private static final Map<String, Known.Maker> KNOWN = new LinkedHashMap<>();

  static {
    for (String core : List.of("numpy.core", "numpy._core")) {
      KNOWN.put(core + ".multiarray._reconstruct", arguments -> new NumpyArray());
      KNOWN.put(core + ".multiarray.scalar", NumpyClasses::scalar);
    }
    KNOWN.put("numpy.dtype", NumpyType::of);
    KNOWN.put("numpy.ndarray", arguments -> new NumpyArray());
    KNOWN.put("joblib.numpy_pickle.NumpyArrayWrapper", arguments -> new JoblibArray());
    KNOWN.put("_codecs.encode", NumpyClasses::encoded);
    for (String builtins : List.of("builtins", "__builtin__")) {
      KNOWN.put(builtins + ".bytearray", NumpyClasses::encoded);
    }
    KNOWN.put("collections.OrderedDict", NumpyClasses::ordered);
  }

  @Override
  public Optional<Known> find(String module, String name) {
    String full = module + "." + name;
    return Optional.ofNullable(KNOWN.get(full)).map(maker -> new Known(full, maker));
  }

  private static Object scalar(List<Object> arguments) {
    NumpyType type = (NumpyType) arguments.get(0);
    if (type.isObject()) {
      return arguments.get(1);
    }
    byte[] raw =
        arguments.get(1) instanceof String latin
            ? latin.getBytes(StandardCharsets.ISO_8859_1)
            : (byte[]) arguments.get(1);
    return type.values(raw, 1, new PickleBytes(raw, "A number")).get(0);
  }

  /** How protocol 2 writes bytes: as text that is Latin-1. */
  private static Object encoded(List<Object> arguments) {
    return arguments.isEmpty()
        ? new byte[0]
        : ((String) arguments.get(0)).getBytes(StandardCharsets.ISO_8859_1);
  }

  /** {@code OrderedDict()} or {@code OrderedDict([(key, value), …])}. */
  static Object ordered(List<Object> arguments) {
    Map<Object, Object> map = new LinkedHashMap<>();
    if (!arguments.isEmpty()) {
      for (Object pair : new ArrayList<>((List<?>) arguments.get(0))) {
        List<?> entry = (List<?>) pair;
        map.put((String) entry.get(0), entry.get(1));
      }
    }
    return map;
  }
}
