package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import scanmill.problems.BadInputException;

/** An object whose key {@code name} says what the other keys are arguments of. */
record NamedObject(String name, ObjectNode rest) {

  static NamedObject of(JsonNode node, String where, String fallback) {
    if (!(node instanceof ObjectNode object)) {
      throw BadInputException.of(
          "config-wrong-type",
          where + ": required an object with a name; found something else.",
          "Write it as {\"name\": \"" + fallback + "\"}.");
    }
    ObjectNode rest = object.deepCopy();
    JsonNode name = rest.remove("name");
    if (name != null && !name.isTextual()) {
      throw BadInputException.of(
          "config-wrong-type",
          where + ".name: required a text; found something else.",
          "Give a text such as \"" + fallback + "\".");
    }
    return new NamedObject(name == null ? fallback : name.textValue(), rest);
  }

  static ObjectNode join(String name, ObjectNode rest) {
    ObjectNode joined = JsonNodeFactory.instance.objectNode().put("name", name);
    joined.setAll(rest.deepCopy());
    return joined;
  }
}
