package scanmill.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** How a record's parts are spelled in JSON. */
final class Keys {
  private static final Map<String, JsonNode> FALLBACKS = new ConcurrentHashMap<>();

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

  /** Kept, since Java makes new components, with annotations to read again, at every question. */
  private static final ClassValue<List<RecordComponent>> COMPONENTS =
      new ClassValue<>() {
        @Override
        protected List<RecordComponent> computeValue(Class<?> type) {
          return List.of(type.getRecordComponents());
        }
      };

  private Keys() {}

  static List<RecordComponent> components(Class<?> type) {
    return COMPONENTS.get(type);
  }

  static String of(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    return key != null ? key.value() : snakeCase(component.getName());
  }

  static String of(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  static String snakeCase(String camelCase) {
    return HUMP.matcher(camelCase).replaceAll("_").toLowerCase(Locale.ROOT);
  }

  static JsonNode fallback(Default fallback, RecordComponent component) {
    if (fallback.value().equals("null")) {
      return NullNode.getInstance();
    }
    Type type = component.getGenericType();
    if (component.getType() == Optional.class) {
      type = ((ParameterizedType) type).getActualTypeArguments()[0];
    }
    boolean word = type == String.class || (type instanceof Class<?> raw && raw.isEnum());
    return word
        ? TextNode.valueOf(fallback.value())
        : FALLBACKS
            .computeIfAbsent(
                fallback.value(), text -> StrictJson.parse(text, "the default of " + component))
            .deepCopy();
  }
}
