package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
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
  private static final String BINARIZE = "binarize_prediction";
  private static final String THRESHOLD = "thr";

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

  /**
   * Puts thresholds of probabilities into a configuration, and changes nothing else of it.
   *
   * @param thresholds one for all classes, or one for each
   */
  public static void putThresholds(ObjectNode config, List<Double> thresholds) {
    ObjectNode step = config.withObjectProperty("postprocessing").withObjectProperty(BINARIZE);
    if (thresholds.size() == 1) {
      step.put(THRESHOLD, thresholds.get(0));
    } else {
      ArrayNode each = step.putArray(THRESHOLD);
      thresholds.forEach(each::add);
    }
  }

  /** What {@link #putThresholds} put; none where probabilities stay what they are. */
  public List<Double> thresholds() {
    List<Double> thresholds = new ArrayList<>();
    for (StepEntry step : steps) {
      JsonNode thr = step.args().path(THRESHOLD);
      if (step.name().equals(BINARIZE) && thr.isArray()) {
        thr.forEach(each -> thresholds.add(each.asDouble()));
      } else if (step.name().equals(BINARIZE) && thr.asDouble(-1) >= 0) {
        thresholds.add(thr.asDouble());
      }
    }
    return thresholds;
  }

  @Override
  public JsonNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    steps.forEach(step -> json.set(step.name(), step.args().deepCopy()));
    return json;
  }
}
