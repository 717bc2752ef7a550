package scanmill.transforms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import scanmill.problems.BadInputException;
import scanmill.specs.OwnJson;

/**
 * Transforms to choose from, written as an object of names and arguments.
 *
 * @param transforms at least one, each name at most once; none of them prepares a sample
 */
public record Choices(List<RandomTransform> transforms) implements OwnJson {

  public Choices {
    transforms = List.copyOf(transforms);
    if (transforms.isEmpty()) {
      throw new IllegalArgumentException("A choice needs at least one transform; found none");
    }
    long names = transforms.stream().map(Transforms.CATALOG::nameOf).distinct().count();
    if (names != transforms.size()) {
      throw new IllegalArgumentException("A choice names each transform once; found one twice");
    }
    for (RandomTransform transform : transforms) {
      if (transform.preparation()) {
        throw new IllegalArgumentException(
            "A choice is among transforms of single samples; "
                + Transforms.CATALOG.nameOf(transform)
                + " prepares whole scans");
      }
    }
  }

  /** Each of them changed. */
  Choices each(UnaryOperator<RandomTransform> change) {
    return new Choices(transforms.stream().map(change).toList());
  }

  static Choices fromJson(JsonNode node, String where) {
    List<RandomTransform> transforms = new ArrayList<>();
    if (!node.isObject()) {
      throw BadInputException.of(
          "config-wrong-type",
          where + ": required an object of transforms; found something else.",
          "Write it as {\"RandomGamma\": {…}, \"RandomBlur\": {…}}.");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String path = where + "." + field.getKey();
      JsonNode arguments =
          field.getValue().isNull() ? JsonNodeFactory.instance.objectNode() : field.getValue();
      transforms.add(Transforms.CATALOG.read(field.getKey(), arguments, path));
    }
    return new Choices(transforms);
  }

  @Override
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    for (RandomTransform transform : transforms) {
      json.set(Transforms.CATALOG.nameOf(transform), Transforms.CATALOG.write(transform));
    }
    return json;
  }
}
