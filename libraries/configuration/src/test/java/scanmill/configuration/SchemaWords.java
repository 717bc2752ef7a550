package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A schema's type and allowed values in a few words. */
final class SchemaWords {
  private SchemaWords() {}

  /** {@code whole number, at least 1}. */
  static String of(JsonNode schema) {
    if (schema.has("enum")) {
      return choice(schema.get("enum"));
    }
    if (schema.has("anyOf")) {
      List<String> kinds = new ArrayList<>();
      schema.get("anyOf").forEach(each -> kinds.add(of(each)));
      return String.join(", or ", kinds);
    }
    return switch (type(schema)) {
      case "array" -> "list of " + count(schema) + many(schema.path("items"));
      case "object" ->
          schema.path("additionalProperties").has("type")
                  && !schema.path("additionalProperties").path("type").isArray()
              ? "object of " + many(schema.get("additionalProperties"))
              : "object";
      case "boolean" -> "true or false";
      case "integer" -> "whole number" + range(schema);
      case "number" -> "number" + range(schema);
      default -> "text";
    };
  }

  private static String many(JsonNode schema) {
    if (schema.has("anyOf")) {
      List<String> kinds = new ArrayList<>();
      schema.get("anyOf").forEach(each -> kinds.add(many(each)));
      return String.join(" or ", kinds);
    }
    return switch (type(schema)) {
      case "array" -> "lists of " + many(schema.path("items"));
      case "integer" -> "whole numbers" + range(schema);
      case "number" -> "numbers" + range(schema);
      default -> "texts";
    };
  }

  private static String type(JsonNode schema) {
    JsonNode type = schema.path("type");
    return (type.isArray() ? type.get(0) : type).asText();
  }

  private static String count(JsonNode schema) {
    return schema.has("maxItems") ? schema.get("maxItems").asText() + " " : "";
  }

  private static String range(JsonNode schema) {
    boolean most = schema.has("maximum");
    if (schema.has("minimum")) {
      return most
          ? ", " + schema.get("minimum") + " to " + schema.get("maximum")
          : ", at least " + schema.get("minimum");
    }
    return schema.has("exclusiveMinimum") ? ", above " + schema.get("exclusiveMinimum") : "";
  }

  private static String choice(JsonNode words) {
    List<String> known = new ArrayList<>();
    words.forEach(
        word -> {
          if (!word.isNull()) {
            known.add("`" + word.asText() + "`");
          }
        });
    int last = known.size() - 1;
    return last == 0
        ? known.get(0)
        : String.join(", ", known.subList(0, last)) + " or " + known.get(last);
  }
}
