package scanmill.specs;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A value whose JSON is not the object of its components.
 *
 * <p>It also has {@code static T fromJson(JsonNode node, String where)}, which reads what {@link
 * #toJson} wrote, and throws {@link scanmill.problems.BadInputException} naming {@code where} for
 * anything else. It may have {@code static ObjectNode jsonSchema()}, which tells {@link JsonSchema}
 * what that is.
 */
public interface OwnJson {

  /** This value as JSON; the caller may change it. */
  JsonNode toJson();
}
