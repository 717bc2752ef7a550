package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import scanmill.specs.OwnJson;

/**
 * What training makes small: a name of the catalogue of losses and its arguments.
 *
 * @param args without the name; read only
 */
public record Loss(String name, ObjectNode args) implements OwnJson {
  static Loss fromJson(JsonNode node, String where) {
    NamedObject named = NamedObject.of(node, where, "DiceLoss");
    return new Loss(named.name(), named.rest());
  }

  static ObjectNode jsonSchema() {
    ObjectNode schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    schema
        .putObject("properties")
        .putObject("name")
        .put("type", "string")
        .put("default", "DiceLoss");
    return schema;
  }

  @Override
  public JsonNode toJson() {
    return NamedObject.join(name, args);
  }
}
