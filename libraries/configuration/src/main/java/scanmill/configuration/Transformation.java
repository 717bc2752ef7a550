package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import scanmill.specs.JsonSchema;
import scanmill.specs.OwnJson;

/**
 * What is done to samples before the network sees them, in this order.
 *
 * @param entries each name at most once
 */
public record Transformation(List<TransformEntry> entries) implements OwnJson {
  public Transformation {
    entries = List.copyOf(entries);
  }

  /** The transforms of one phase, in order. */
  public List<TransformEntry> during(Phase phase) {
    return entries.stream().filter(entry -> entry.datasetTypes().contains(phase)).toList();
  }

  static Transformation fromJson(JsonNode node, String where) {
    List<TransformEntry> entries = new ArrayList<>();
    OrderedObject.forEach(
        node, where, (name, args) -> entries.add(TransformEntry.of(name, args, where)));
    return new Transformation(entries);
  }

  static ObjectNode jsonSchema() {
    return OrderedObject.jsonSchema(JsonSchema.properties(TransformEntry.Scope.class));
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    entries.forEach(entry -> json.set(entry.name(), entry.toJson()));
    return json;
  }
}
