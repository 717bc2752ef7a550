package scanmill.specs;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** From values to JSON: the inverse of {@link Binder}. */
final class Spelling {
  /** The method, if any, that says what stands for a value; kept, since looking takes long. */
  private static final ClassValue<Optional<Method>> VALUES =
      new ClassValue<>() {
        @Override
        protected Optional<Method> computeValue(Class<?> type) {
          return Arrays.stream(type.getDeclaredMethods())
              .filter(method -> method.isAnnotationPresent(JsonValue.class))
              .findFirst();
        }
      };

  private Spelling() {}

  static ObjectNode object(Record record) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    for (RecordComponent component : Keys.components(record.getClass())) {
      Object value = call(component.getAccessor(), record);
      if (!(value instanceof Optional<?> optional)) {
        object.set(Keys.of(component), value(value));
      } else if (optional.isPresent()) {
        object.set(Keys.of(component), value(optional.get()));
      } else if (component.isAnnotationPresent(Default.class)) {
        object.set(Keys.of(component), NullNode.getInstance());
      }
    }
    return object;
  }

  static JsonNode value(Object value) {
    if (value instanceof JsonNode node) {
      return node.deepCopy();
    }
    if (value instanceof OwnJson own) {
      return own.toJson();
    }
    if (value instanceof String text) {
      return TextNode.valueOf(text);
    }
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    if (value instanceof Integer number) {
      return IntNode.valueOf(number);
    }
    if (value instanceof Long number) {
      return LongNode.valueOf(number);
    }
    if (value instanceof Double number) {
      return number(number);
    }
    if (value instanceof Enum<?> constant) {
      return TextNode.valueOf(Keys.of(constant));
    }
    if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? value(optional.get()) : NullNode.getInstance();
    }
    if (value instanceof Collection<?> elements) {
      ArrayNode array = JsonNodeFactory.instance.arrayNode();
      elements.forEach(element -> array.add(value(element)));
      return array;
    }
    if (value instanceof Map<?, ?> map) {
      ObjectNode object = JsonNodeFactory.instance.objectNode();
      map.forEach((key, each) -> object.set(String.valueOf(key), value(each)));
      return object;
    }
    return other(value);
  }

  private static JsonNode number(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException("JSON has no number for " + number);
    }
    return DoubleNode.valueOf(number);
  }

  private static JsonNode other(Object value) {
    Optional<Method> method = VALUES.get(value.getClass());
    if (method.isPresent()) {
      return value(call(method.get(), value));
    }
    if (value instanceof Record record) {
      return object(record);
    }
    throw new IllegalArgumentException("No JSON is known for the type " + value.getClass());
  }

  private static Object call(Method method, Object value) {
    try {
      method.setAccessible(true);
      return method.invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Could not call " + method, e);
    }
  }
}
