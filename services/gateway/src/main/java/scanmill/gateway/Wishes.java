package scanmill.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import scanmill.events.SegmentationWishes;
import scanmill.kit.EventJson;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.specs.DidYouMean;

/** What somebody sent as wishes; unlike in events, a key that means nothing is a mistake here. */
final class Wishes {
  private static final List<String> KEYS =
      Arrays.stream(SegmentationWishes.class.getRecordComponents())
          .map(RecordComponent::getName)
          .toList();

  private Wishes() {}

  /**
   * @throws BadInputException {@code wishes-invalid}
   */
  static SegmentationWishes read(ObjectNode tree) {
    tree.fieldNames().forEachRemaining(Wishes::requireKnown);
    try {
      return EventJson.mapper()
          .readerFor(SegmentationWishes.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(tree);
    } catch (JsonMappingException e) {
      throw new BadInputException(invalid(place(e)), e);
    } catch (IOException e) {
      throw new BadInputException(invalid(""), e);
    }
  }

  private static void requireKnown(String key) {
    if (!KEYS.contains(key)) {
      throw BadInputException.of(
          "wishes-invalid",
          "The wishes hold a key that means nothing here.",
          DidYouMean.nearest(key, KEYS)
              .map(near -> "Did you mean \"" + near + "\"?")
              .orElse("Known wishes are " + String.join(", ", KEYS) + "."));
    }
  }

  /** The wish itself is known; what is within it may not be. */
  private static String place(JsonMappingException e) {
    return e.getPath().stream()
        .findFirst()
        .map(JsonMappingException.Reference::getFieldName)
        .map(key -> " of " + key)
        .orElse("");
  }

  private static Problem invalid(String where) {
    return new Problem(
        "wishes-invalid",
        "Required a value" + where + " as the wishes have it; found something else.",
        "See GET /q/openapi for what each of them is.");
  }
}
