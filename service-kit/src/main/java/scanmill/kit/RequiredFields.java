package scanmill.kit;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which components of a record have to be in its JSON: all that are not {@link Optional}. */
final class RequiredFields {
  private RequiredFields() {}

  /** The JSON pointer of the first one that is absent, or null where null has no meaning. */
  static Optional<String> firstMissing(JsonNode json, Class<?> type) {
    return isPlainRecord(type) ? inRecord(json, type, "") : Optional.empty();
  }

  private static Optional<String> inRecord(JsonNode json, Class<?> type, String path) {
    if (!json.isObject()) {
      return Optional.empty(); // the wrong kind: binding says so
    }
    for (RecordComponent component : type.getRecordComponents()) {
      String here = path + "/" + component.getName();
      Optional<String> missing =
          inValue(json.path(component.getName()), component.getGenericType(), here);
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  private static Optional<String> inValue(JsonNode json, Type type, String path) {
    boolean absent = json.isMissingNode() || json.isNull();
    if (type instanceof ParameterizedType generic) {
      Type[] arguments = generic.getActualTypeArguments();
      if (generic.getRawType() == Optional.class) {
        return absent ? Optional.empty() : inValue(json, arguments[0], path);
      }
      if (absent) {
        return Optional.of(path);
      }
      if (generic.getRawType() == List.class) {
        return inEach(json, arguments[0], path);
      }
      if (generic.getRawType() == Map.class) {
        return inEach(json, arguments[1], path);
      }
      return Optional.empty();
    }
    if (type == double.class || type == Double.class || type == Object.class) {
      return json.isMissingNode() ? Optional.of(path) : Optional.empty();
    }
    if (absent) {
      return Optional.of(path);
    }
    return type instanceof Class<?> plain && isPlainRecord(plain)
        ? inRecord(json, plain, path)
        : Optional.empty();
  }

  private static Optional<String> inEach(JsonNode json, Type element, String path) {
    int index = 0;
    for (Iterator<JsonNode> each = json.elements(); each.hasNext(); index++) {
      Optional<String> missing = inValue(each.next(), element, path + "/" + index);
      if (missing.isPresent()) {
        return missing;
      }
    }
    return Optional.empty();
  }

  /** A record that is an object in JSON, not one written as a single text. */
  private static boolean isPlainRecord(Class<?> type) {
    return type.isRecord()
        && Arrays.stream(type.getMethods()).noneMatch(m -> m.isAnnotationPresent(JsonValue.class));
  }
}
