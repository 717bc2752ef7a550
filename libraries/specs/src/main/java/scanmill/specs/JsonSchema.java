package scanmill.specs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What {@link StrictJson#read} accepts, as a JSON Schema, draft 2020-12: types, defaults, allowed
 * values, which keys must be there, and that no others may.
 *
 * <p>What a record's own constructor refuses is not in it, since code cannot be told in a schema.
 */
public final class JsonSchema {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, String> descriptions;

  private JsonSchema(Map<String, String> descriptions) {
    this.descriptions = descriptions;
  }

  /**
   * @param descriptions by the keys that lead to a value, joined by dots; {@code ""} for the whole
   */
  public static ObjectNode of(Class<? extends Record> type, Map<String, String> descriptions) {
    ObjectNode schema =
        JSON.objectNode().put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.setAll(new JsonSchema(descriptions).record(type, ""));
    return schema;
  }

  /** The keys of a record as the schema's {@code properties}, for a part of an open object. */
  public static ObjectNode properties(Class<? extends Record> type) {
    return (ObjectNode) new JsonSchema(Map.of()).record(type, "").get("properties");
  }

  private ObjectNode record(Class<?> type, String path) {
    ObjectNode schema = JSON.objectNode();
    describe(schema, path);
    schema.put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = JSON.arrayNode();
    for (RecordComponent component : Keys.components(type)) {
      String key = Keys.of(component);
      properties.set(key, component(component, path.isEmpty() ? key : path + "." + key));
      if (component.getType() != Optional.class && !component.isAnnotationPresent(Default.class)) {
        required.add(key);
      }
    }
    if (!required.isEmpty()) {
      schema.set("required", required);
    }
    return schema.put("additionalProperties", false);
  }

  private ObjectNode component(RecordComponent component, String path) {
    ObjectNode schema = JSON.objectNode();
    describe(schema, path);
    ObjectNode type = type(component.getGenericType(), component, path);
    if (component.isAnnotationPresent(OneOrMany.class)) {
      ObjectNode many = type;
      type = JSON.objectNode();
      type.putArray("anyOf").add(many.get("items").deepCopy()).add(many);
    }
    schema.setAll(type);
    fallback(component).ifPresent(value -> schema.set("default", value));
    return schema;
  }

  private void describe(ObjectNode schema, String path) {
    String description = descriptions.get(path);
    if (description != null) {
      schema.put("description", description);
    }
  }

  /** Absent for records, whose keys have their own, and where there is none. */
  private static Optional<JsonNode> fallback(RecordComponent component) {
    Default said = component.getAnnotation(Default.class);
    if (said == null) {
      return Optional.empty();
    }
    JsonNode written = Keys.fallback(said, component);
    if (written.isNull()) {
      return Optional.of(written);
    }
    Object value = Binder.value(written, component.getGenericType(), new Place("default"));
    boolean plainRecord = value instanceof Record && !(value instanceof OwnJson);
    return plainRecord ? Optional.empty() : Optional.of(Spelling.value(value));
  }

  private ObjectNode type(Type type, RecordComponent component, String path) {
    if (type instanceof ParameterizedType generic) {
      return container(generic, component, path);
    }
    Class<?> raw = (Class<?>) type;
    if (OwnJson.class.isAssignableFrom(raw)) {
      return ownJson(raw);
    }
    if (raw.isRecord() && !madeFromText(raw)) {
      return record(raw, path);
    }
    ObjectNode schema = JSON.objectNode();
    if (raw.isEnum()) {
      ArrayNode words = schema.put("type", "string").putArray("enum");
      for (Object constant : raw.getEnumConstants()) {
        words.add(Keys.of((Enum<?>) constant));
      }
      Limits.of(component).describeScalar(schema);
    } else if (JsonNode.class.isAssignableFrom(raw)) {
      if (raw == ObjectNode.class || raw == ArrayNode.class) {
        schema.put("type", raw == ObjectNode.class ? "object" : "array");
      }
    } else {
      schema.put("type", Scalars.schemaType(raw));
      Limits.of(component).describeScalar(schema);
    }
    return schema;
  }

  private ObjectNode container(ParameterizedType type, RecordComponent component, String path) {
    Type raw = type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (raw == Optional.class) {
      return nullable(type(arguments[0], component, path));
    }
    ObjectNode schema = JSON.objectNode();
    if (raw == Map.class) {
      schema.put("type", "object");
      schema.set("additionalProperties", type(arguments[1], component, path));
    } else if (raw == List.class || raw == Set.class) {
      schema.put("type", "array");
      ObjectNode items = type(arguments[0], component, path);
      if (component.isAnnotationPresent(NumbersAsText.class)) {
        items.set("type", JSON.arrayNode().add("string").add("number"));
      }
      schema.set("items", items);
      Limits.of(component).describeList(schema);
    } else {
      throw new IllegalArgumentException("No JSON is known for the type " + type);
    }
    return schema;
  }

  private static ObjectNode nullable(ObjectNode schema) {
    if (schema.path("type").isTextual()) {
      schema.set("type", JSON.arrayNode().add(schema.get("type")).add("null"));
    }
    if (schema.get("enum") instanceof ArrayNode words) {
      words.addNull();
    }
    if (schema.get("anyOf") instanceof ArrayNode choices) {
      choices.addObject().put("type", "null");
    }
    return schema;
  }

  private static boolean madeFromText(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class));
  }

  /** Any value, unless the type has {@code static ObjectNode jsonSchema()}. */
  private static ObjectNode ownJson(Class<?> type) {
    List<Method> own =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals("jsonSchema"))
            .toList();
    if (own.isEmpty()) {
      return JSON.objectNode();
    }
    try {
      own.get(0).setAccessible(true);
      return (ObjectNode) own.get(0).invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Could not call " + own.get(0), e);
    }
  }
}
