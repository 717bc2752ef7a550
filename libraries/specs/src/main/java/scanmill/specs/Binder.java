package scanmill.specs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** From JSON to values of a declared type. */
final class Binder {
  /** Kept, since looking through all methods of {@code String} for each text takes long. */
  private static final ClassValue<Optional<Executable>> CREATORS =
      new ClassValue<>() {
        @Override
        protected Optional<Executable> computeValue(Class<?> type) {
          return creator(type);
        }
      };

  private Binder() {}

  static Object record(JsonNode node, Class<?> type, Place place) {
    if (!(node instanceof ObjectNode object)) {
      throw wrongType(node, "an object", place);
    }
    List<RecordComponent> components = Keys.components(type);
    List<String> known = components.stream().map(Keys::of).toList();
    object
        .fieldNames()
        .forEachRemaining(
            key -> {
              if (!known.contains(key)) {
                throw unknownKey(key, known, place);
              }
            });
    Object[] values = new Object[components.size()];
    for (int c = 0; c < values.length; c++) {
      values[c] = component(object, components.get(c), place.key(known.get(c)));
    }
    Class<?>[] types = components.stream().map(RecordComponent::getType).toArray(Class<?>[]::new);
    return make(constructor(type, types), node, place, values);
  }

  private static Constructor<?> constructor(Class<?> type, Class<?>[] parameters) {
    try {
      return type.getDeclaredConstructor(parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("Every record has its canonical constructor: " + type, e);
    }
  }

  private static Object component(ObjectNode object, RecordComponent component, Place place) {
    JsonNode given = object.get(Keys.of(component));
    Type type = component.getGenericType();
    Default fallback = component.getAnnotation(Default.class);
    if (given == null && fallback != null) {
      given = Keys.fallback(fallback, component);
    }
    if (given == null) {
      if (component.getType() == Optional.class) {
        return Optional.empty();
      }
      throw BadInputException.of(
          "config-missing-key",
          place + ": required " + wanted(type) + "; found no such key.",
          "Add the key.");
    }
    if (component.isAnnotationPresent(NumbersAsText.class)) {
      given = numbersAsText(given);
    }
    boolean one = component.isAnnotationPresent(OneOrMany.class) && !given.isArray();
    Object value =
        one ? List.of(value(given, argument(type, 0), place)) : value(given, type, place);
    Limits.of(component).require(given, place);
    return value;
  }

  private static JsonNode numbersAsText(JsonNode given) {
    if (!given.isArray()) {
      return given.isNumber() ? TextNode.valueOf(given.asText()) : given;
    }
    ArrayNode texts = JsonNodeFactory.instance.arrayNode();
    given.forEach(each -> texts.add(numbersAsText(each)));
    return texts;
  }

  static Object value(JsonNode node, Type type, Place place) {
    if (type instanceof ParameterizedType generic) {
      return container(node, generic, place);
    }
    if (!(type instanceof Class<?> raw)) {
      throw new IllegalArgumentException("No JSON is known for the type " + type);
    }
    if (JsonNode.class.isAssignableFrom(raw)) {
      if (!raw.isInstance(node)) {
        throw wrongType(node, wanted(raw), place);
      }
      return node.deepCopy();
    }
    if (OwnJson.class.isAssignableFrom(raw)) {
      return ownJson(node, raw, place);
    }
    Optional<Executable> creator = CREATORS.get(raw);
    if (creator.isPresent()) {
      return make(creator.get(), node, place, text(node, place));
    }
    if (raw.isRecord()) {
      return record(node, raw, place);
    }
    if (raw.isEnum()) {
      return constant(node, raw, place);
    }
    return raw == String.class ? text(node, place) : Scalars.read(node, raw, place);
  }

  private static Object container(JsonNode node, ParameterizedType type, Place place) {
    Type raw = type.getRawType();
    if (raw == Optional.class) {
      return node.isNull() ? Optional.empty() : Optional.of(value(node, argument(type, 0), place));
    }
    if (raw == Map.class) {
      if (!node.isObject() || argument(type, 0) != String.class) {
        throw wrongType(node, "an object", place);
      }
      Map<String, Object> map = new LinkedHashMap<>();
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        map.put(
            field.getKey(), value(field.getValue(), argument(type, 1), place.key(field.getKey())));
      }
      return Collections.unmodifiableMap(map);
    }
    if (!node.isArray()) {
      throw wrongType(node, "a list", place);
    }
    List<Object> list = new ArrayList<>();
    for (JsonNode element : node) {
      list.add(value(element, argument(type, 0), place.index(list.size())));
    }
    if (raw == Set.class) {
      return Collections.unmodifiableSet(new LinkedHashSet<>(list));
    }
    if (raw == List.class) {
      return List.copyOf(list);
    }
    throw new IllegalArgumentException("No JSON is known for the type " + type);
  }

  private static Type argument(Type type, int n) {
    return ((ParameterizedType) type).getActualTypeArguments()[n];
  }

  private static String text(JsonNode node, Place place) {
    if (!node.isTextual()) {
      throw wrongType(node, "a text", place);
    }
    return node.textValue();
  }

  private static Object constant(JsonNode node, Class<?> type, Place place) {
    String word = text(node, place);
    Object[] constants = type.getEnumConstants();
    for (Object constant : constants) {
      if (Keys.of((Enum<?>) constant).equals(word)) {
        return constant;
      }
    }
    throw unknownWord(word, Stream.of(constants).map(c -> Keys.of((Enum<?>) c)).toList(), place);
  }

  static BadInputException unknownWord(String word, List<String> known, Place place) {
    return BadInputException.of(
        "config-unknown-name",
        place
            + ": required one of "
            + String.join(", ", known)
            + "; found \""
            + Found.shortened(word)
            + "\".",
        Found.nearest(word, known));
  }

  private static Object ownJson(JsonNode node, Class<?> type, Place place) {
    try {
      return make(
          type.getDeclaredMethod("fromJson", JsonNode.class, String.class),
          node,
          place,
          node,
          place.text());
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " needs static fromJson(JsonNode, String)", e);
    }
  }

  private static Optional<Executable> creator(Class<?> type) {
    for (Method method : type.getDeclaredMethods()) {
      if (method.isAnnotationPresent(JsonCreator.class)
          && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class})) {
        return Optional.of(method);
      }
    }
    return Optional.empty();
  }

  /** Calls a constructor or a static method; a refused value is the document's fault. */
  private static Object make(Executable maker, JsonNode node, Place place, Object... arguments) {
    try {
      maker.setAccessible(true);
      return maker instanceof Constructor<?> constructor
          ? constructor.newInstance(arguments)
          : ((Method) maker).invoke(null, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof BadInputException bad) {
        throw bad;
      }
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new BadInputException(
            new Problem(
                "config-invalid-value",
                place + ": " + refused.getMessage() + "; found " + Found.of(node) + ".",
                "Correct the value."),
            refused);
      }
      throw new IllegalStateException("Could not make what stands at " + place, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Could not call " + maker, e);
    }
  }

  static BadInputException wrongType(JsonNode node, String wanted, Place place) {
    return BadInputException.of(
        "config-wrong-type",
        place + ": required " + wanted + "; found " + Found.of(node) + ".",
        "Give " + wanted + ".");
  }

  private static BadInputException unknownKey(String key, List<String> known, Place place) {
    return BadInputException.of(
        "config-unknown-key",
        place.key(Found.shortened(key)) + ": required a key that is known; found this one.",
        Found.nearest(key, known));
  }

  private static String wanted(Type type) {
    Type raw = type instanceof ParameterizedType generic ? generic.getRawType() : type;
    if (raw == List.class || raw == Set.class) {
      return "a list";
    }
    if (raw == String.class) {
      return "a text";
    }
    return raw instanceof Class<?> plain ? Scalars.wanted(plain) : type.getTypeName();
  }
}
