package scanmill.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import scanmill.events.SegmentationWishes;
import scanmill.kit.EventJson;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** What somebody sent as wishes; unlike in events, a key that means nothing is a mistake here. */
final class Wishes {
  private Wishes() {}

  /**
   * @throws BadInputException {@code wishes-invalid}
   */
  static SegmentationWishes read(ObjectNode tree) {
    try {
      return EventJson.mapper()
          .readerFor(SegmentationWishes.class)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(tree);
    } catch (IOException e) {
      throw new BadInputException(invalid(), e);
    }
  }

  private static Problem invalid() {
    return new Problem(
        "wishes-invalid",
        "Required wishes of uncertainty, thr, largest, fillHoles, removeSmall, overlap, whole and"
            + " metadata, each of its kind; found something else.",
        "See GET /q/openapi for what each of them is.");
  }
}
