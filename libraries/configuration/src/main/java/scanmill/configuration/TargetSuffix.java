package scanmill.configuration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import scanmill.problems.BadInputException;
import scanmill.specs.OwnJson;

/**
 * The ending that marks the files of one class among the derivatives, {@code _seg-manual}, or one
 * ending for each rater who drew it.
 *
 * @param raters at least one
 */
public record TargetSuffix(List<String> raters) implements OwnJson {

  public TargetSuffix {
    raters = List.copyOf(raters);
    if (raters.isEmpty() || raters.stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException("A target suffix is not empty");
    }
  }

  public static TargetSuffix of(String suffix) {
    return new TargetSuffix(List.of(suffix));
  }

  /** The ending of the first rater's files. */
  public String first() {
    return raters.get(0);
  }

  static TargetSuffix fromJson(JsonNode node, String where) {
    return node.isTextual() ? of(node.textValue()) : new TargetSuffix(texts(node, where));
  }

  static ObjectNode jsonSchema() {
    ObjectNode one =
        JsonNodeFactory.instance.objectNode().put("type", "string").put("minLength", 1);
    ObjectNode schema = JsonNodeFactory.instance.objectNode();
    ArrayNode choices = schema.putArray("anyOf").add(one);
    choices.addObject().put("type", "array").put("minItems", 1).set("items", one.deepCopy());
    return schema;
  }

  private static List<String> texts(JsonNode node, String where) {
    List<String> texts = new ArrayList<>();
    node.forEach(each -> texts.add(each.textValue()));
    if (!node.isArray() || texts.contains(null)) {
      throw BadInputException.of(
          "config-wrong-type",
          where + ": required a suffix, or a list of one suffix per rater; found neither.",
          "Give a text such as \"_seg-manual\".");
    }
    return texts;
  }

  @Override
  public JsonNode toJson() {
    if (raters.size() == 1) {
      return TextNode.valueOf(first());
    }
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    raters.forEach(array::add);
    return array;
  }
}
