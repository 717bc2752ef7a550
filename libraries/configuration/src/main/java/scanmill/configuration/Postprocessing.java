package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import scanmill.specs.OwnJson;

/**
 * What is done to predictions, in this order.
 *
 * @param steps each name at most once
 */
public record Postprocessing(List<StepEntry> steps) implements OwnJson {
  public Postprocessing {
    steps = List.copyOf(steps);
  }

  static Postprocessing fromJson(JsonNode node, String where) {
    List<StepEntry> steps = new ArrayList<>();
    OrderedObject.forEach(node, where, (name, args) -> steps.add(new StepEntry(name, args)));
    return new Postprocessing(steps);
  }

  static ObjectNode jsonSchema() {
    return OrderedObject.jsonSchema(JsonNodeFactory.instance.objectNode());
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    steps.forEach(step -> json.set(step.name(), step.args().deepCopy()));
    return json;
  }
}
