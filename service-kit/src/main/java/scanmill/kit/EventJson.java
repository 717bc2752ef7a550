package scanmill.kit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.ContextualDeserializer;
import com.fasterxml.jackson.databind.deser.std.NumberDeserializers;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import scanmill.events.Event;
import scanmill.problems.BadInputException;

/**
 * Events as JSON: absent Optionals are left out, times are ISO 8601, NaN is null, fields that a
 * reader does not know are ignored, fields that it needs are required.
 */
public final class EventJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModule(new Jdk8Module())
          .registerModule(new JavaTimeModule())
          .registerModule(numbers())
          .setDefaultPropertyInclusion(
              com.fasterxml.jackson.annotation.JsonInclude.Include.NON_ABSENT)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private EventJson() {}

  /** The one set-up, for manifests and ledger entries that hold the same types. */
  public static ObjectMapper mapper() {
    return MAPPER;
  }

  /** UTF-8 JSON of an event, or of any record made of the same types. */
  public static byte[] write(Object value) {
    try {
      return MAPPER.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "Cannot be written as JSON: " + value.getClass().getName(), e);
    }
  }

  /**
   * Reads an event, or any record made of the same types.
   *
   * @throws BadInputException {@code event-malformed}; its words do not repeat the content
   */
  public static <T> T read(byte[] json, Class<T> type) {
    JsonNode tree;
    try {
      tree = MAPPER.readTree(json);
    } catch (IOException e) {
      throw malformed(type, "something that is not JSON", e);
    }
    if (tree == null || !tree.isObject()) {
      throw malformed(type, "JSON that is not an object", null);
    }
    RequiredFields.firstMissing(tree, type)
        .ifPresent(
            path -> {
              throw malformed(type, "no value at " + path, null);
            });
    try {
      return MAPPER.treeToValue(tree, type);
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw malformed(type, "a value of the wrong kind" + place(e), e);
    }
  }

  /** The record type of an event told under this CloudEvents type or on this unprefixed topic. */
  public static java.util.Optional<Class<? extends Event>> typeOf(String ceTypeOrTopic) {
    return Event.ALL.stream()
        .filter(t -> Event.type(t).equals(ceTypeOrTopic) || Event.topic(t).equals(ceTypeOrTopic))
        .findFirst();
  }

  private static String place(Exception e) {
    if (e instanceof com.fasterxml.jackson.databind.JsonMappingException mapping
        && !mapping.getPath().isEmpty()) {
      StringBuilder path = new StringBuilder(" at ");
      for (var reference : mapping.getPath()) {
        path.append('/').append(reference.getFieldName() == null ? "" : reference.getFieldName());
      }
      return path.toString();
    }
    return "";
  }

  private static BadInputException malformed(
      Class<?> type, String found, @org.jspecify.annotations.Nullable Exception cause) {
    var problem =
        new scanmill.problems.Problem(
            "event-malformed",
            "Required JSON of a " + type.getSimpleName() + "; found " + found + ".",
            "Compare it with the JSON Schema of the event and send it again.");
    return cause == null ? new BadInputException(problem) : new BadInputException(problem, cause);
  }

  private static SimpleModule numbers() {
    SimpleModule module = new SimpleModule("scanmill-numbers");
    module.addSerializer(Double.class, new NaNAsNull());
    module.addSerializer(double.class, new NaNAsNull());
    module.addDeserializer(Double.class, new NullAsNaN());
    module.addDeserializer(double.class, new NullAsNaN());
    return module;
  }

  private static final class NaNAsNull extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    NaNAsNull() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator json, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        json.writeNumber(value);
      } else {
        json.writeNull();
      }
    }
  }

  /** Null is NaN where there has to be a number; an {@code Optional<Double>} is empty instead. */
  private static final class NullAsNaN extends StdDeserializer<Double>
      implements ContextualDeserializer {
    private static final long serialVersionUID = 1L;

    NullAsNaN() {
      super(Double.class);
    }

    @Override
    public Double deserialize(JsonParser json, DeserializationContext context) throws IOException {
      return json.getDoubleValue();
    }

    @Override
    public Double getNullValue(DeserializationContext context) {
      return Double.NaN;
    }

    @Override
    public JsonDeserializer<?> createContextual(
        DeserializationContext context, @org.jspecify.annotations.Nullable BeanProperty property) {
      boolean optional =
          property != null
              && property.getType().isReferenceType()
              && property.getType().getContentType().hasRawClass(Double.class);
      return optional ? NumberDeserializers.find(Double.class, Double.class.getName()) : this;
    }
  }
}
