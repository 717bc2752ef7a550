package scanmill.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import scanmill.problems.BadInputException;

/** Which values a component allows beyond its type: to refuse others, and to tell of them. */
final class Limits {
  /** Kept, since components are asked for their annotations at every reading. */
  private static final Map<RecordComponent, Limits> KNOWN = new ConcurrentHashMap<>();

  private final Optional<Range> range;
  private final Optional<OneOf> words;
  private final Optional<Matching> shape;
  private final Optional<Count> count;

  private Limits(RecordComponent component) {
    range = Optional.ofNullable(component.getAnnotation(Range.class));
    words = Optional.ofNullable(component.getAnnotation(OneOf.class));
    shape = Optional.ofNullable(component.getAnnotation(Matching.class));
    count = Optional.ofNullable(component.getAnnotation(Count.class));
  }

  static Limits of(RecordComponent component) {
    return KNOWN.computeIfAbsent(component, Limits::new);
  }

  /** Refuses what is outside; its type is known to be right. */
  void require(JsonNode node, Place place) {
    if (range.isEmpty() && words.isEmpty() && shape.isEmpty() && count.isEmpty()) {
      return;
    }
    if (node.isArray() && count.isPresent() && node.size() != count.get().value()) {
      throw refused(node, "a list of " + count.get().value(), place);
    }
    if (node.isArray()) {
      for (int n = 0; n < node.size(); n++) {
        require(node.get(n), place.index(n));
      }
    } else if (node.isObject()) {
      node.properties().forEach(field -> require(field.getValue(), place.key(field.getKey())));
    } else if (node.isNumber()) {
      requireNumber(node, place);
    } else if (node.isTextual()) {
      requireText(node, place);
    }
  }

  private void requireNumber(JsonNode node, Place place) {
    double value = node.doubleValue();
    if (range.isPresent()
        && !(value >= range.get().min()
            && value > range.get().above()
            && value <= range.get().max())) {
      throw refused(node, "a number " + spelled(range.get()), place);
    }
  }

  private void requireText(JsonNode node, Place place) {
    String text = node.textValue();
    if (words.isPresent()) {
      List<String> known = List.of(words.get().value());
      if (!known.contains(text)) {
        throw Binder.unknownWord(text, known, place);
      }
    }
    if (shape.isPresent() && !Pattern.matches(shape.get().value(), text)) {
      throw refused(node, shape.get().words(), place);
    }
  }

  private static BadInputException refused(JsonNode node, String wanted, Place place) {
    return BadInputException.of(
        "config-invalid-value",
        place + ": required " + wanted + "; found " + Found.of(node) + ".",
        "Give " + wanted + ".");
  }

  /** {@code from 0 to 1}, {@code above 0}, {@code of at least 1}. */
  private static String spelled(Range range) {
    boolean least = range.min() > Double.NEGATIVE_INFINITY;
    boolean most = range.max() < Double.POSITIVE_INFINITY;
    if (least && most) {
      return "from " + plain(range.min()) + " to " + plain(range.max());
    }
    String low =
        range.above() > Double.NEGATIVE_INFINITY
            ? "above " + plain(range.above())
            : least ? "of at least " + plain(range.min()) : "";
    String high = most ? (low.isEmpty() ? "of at most " : "at most ") + plain(range.max()) : "";
    return low + (low.isEmpty() || high.isEmpty() ? "" : " and ") + high;
  }

  private static String plain(double bound) {
    return bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
  }

  /** Adds what is allowed to the schema of one number or text. */
  void describeScalar(ObjectNode schema) {
    String type = schema.path("type").asText();
    if (range.isPresent() && (type.equals("integer") || type.equals("number"))) {
      bound(schema, "minimum", range.get().min());
      bound(schema, "exclusiveMinimum", range.get().above());
      bound(schema, "maximum", range.get().max());
    }
    if (words.isPresent() && type.equals("string")) {
      ArrayNode known = schema.putArray("enum");
      List.of(words.get().value()).forEach(known::add);
    }
    if (shape.isPresent() && type.equals("string")) {
      schema.put("pattern", "^(" + shape.get().value() + ")$");
    }
  }

  /** Adds how many elements a list has to its schema. */
  void describeList(ObjectNode schema) {
    count.ifPresent(n -> schema.put("minItems", n.value()).put("maxItems", n.value()));
  }

  private static void bound(ObjectNode schema, String key, double value) {
    if (Double.isFinite(value)) {
      if (value == (int) value) {
        schema.put(key, (int) value);
      } else {
        schema.put(key, value);
      }
    }
  }
}
