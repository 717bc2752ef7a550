package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.BiConsumer;
import scanmill.problems.BadInputException;

/** An object whose keys are names in an order that matters, and whose values are arguments. */
final class OrderedObject {
  private OrderedObject() {}

  /** Hands over every name with a copy of its arguments; {@code null} stands for none. */
  static void forEach(JsonNode node, String where, BiConsumer<String, ObjectNode> entry) {
    if (!node.isObject()) {
      throw notAnObject(where);
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      JsonNode args = field.getValue();
      if (!args.isObject() && !args.isNull()) {
        throw notAnObject(where + "." + field.getKey());
      }
      entry.accept(
          field.getKey(),
          args instanceof ObjectNode object
              ? object.deepCopy()
              : JsonNodeFactory.instance.objectNode());
    }
  }

  /**
   * Any names, each with arguments or {@code null}.
   *
   * @param known properties that the arguments of every name may have
   */
  static ObjectNode jsonSchema(ObjectNode known) {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    ObjectNode arguments = schema.putObject("additionalProperties");
    arguments.putArray("type").add("object").add("null");
    if (!known.isEmpty()) {
      arguments.set("properties", known);
    }
    return schema;
  }

  private static BadInputException notAnObject(String where) {
    return BadInputException.of(
        "config-wrong-type",
        where + ": required an object; found something else.",
        "Write it as {…}, {} for no arguments.");
  }
}
