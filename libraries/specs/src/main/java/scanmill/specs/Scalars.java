package scanmill.specs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;

/** Numbers and booleans, each only from what it looks like. */
final class Scalars {
  private Scalars() {}

  static Object read(JsonNode node, Class<?> type, Place place) {
    if (isBoolean(type) && node.isBoolean()) {
      return node.booleanValue();
    }
    if (isInt(type) && node.isIntegralNumber() && node.canConvertToInt()) {
      return node.intValue();
    }
    if (isLong(type) && node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    }
    if (isDouble(type) && node.isNumber() && Double.isFinite(node.doubleValue())) {
      return node.doubleValue();
    }
    if (!isBoolean(type) && !isInt(type) && !isLong(type) && !isDouble(type)) {
      throw new IllegalArgumentException("No JSON is known for the type " + type);
    }
    throw Binder.wrongType(node, wanted(type), place);
  }

  static String wanted(Class<?> type) {
    if (isBoolean(type)) {
      return "true or false";
    }
    if (isInt(type)) {
      return "a whole number of at most 2147483647";
    }
    if (isLong(type)) {
      return "a whole number of at most 9223372036854775807";
    }
    if (isDouble(type)) {
      return "a number";
    }
    return ArrayNode.class.isAssignableFrom(type)
        ? "a list"
        : type.isEnum() ? "a text" : "an object";
  }

  /** The {@code type} of a JSON Schema; text for whatever is made from text. */
  static String schemaType(Class<?> type) {
    if (isBoolean(type)) {
      return "boolean";
    }
    if (isDouble(type)) {
      return "number";
    }
    return isInt(type) || isLong(type) ? "integer" : "string";
  }

  private static boolean isBoolean(Class<?> type) {
    return type == boolean.class || type == Boolean.class;
  }

  private static boolean isInt(Class<?> type) {
    return type == int.class || type == Integer.class;
  }

  private static boolean isLong(Class<?> type) {
    return type == long.class || type == Long.class;
  }

  private static boolean isDouble(Class<?> type) {
    return type == double.class || type == Double.class;
  }
}
