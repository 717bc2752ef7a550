package scanmill.specs;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.List;

/** Words for what stands in a document, short enough for a message. */
final class Found {
  private static final int LONGEST_TEXT = 60;
  private static final int MOST_NAMES = 20;

  private Found() {}

  static String of(JsonNode node) {
    return switch (node.getNodeType()) {
      case STRING -> "the text \"" + shortened(node.textValue()) + "\"";
      case NUMBER -> "the number " + shortened(node.asText());
      case BOOLEAN -> node.asText();
      case ARRAY -> "a list of " + node.size();
      case OBJECT -> "an object with " + node.size() + (node.size() == 1 ? " key" : " keys");
      case NULL -> "null";
      default -> "nothing";
    };
  }

  /** A text that is not longer than a message bears. */
  static String shortened(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= LONGEST_TEXT ? plain : plain.substring(0, LONGEST_TEXT) + "…";
  }

  /** {@code Did you mean "x"? Known: a, b, c.} */
  static String nearest(String unknown, Collection<String> known) {
    List<String> shown = known.stream().limit(MOST_NAMES).toList();
    return DidYouMean.nearest(unknown, known).map(n -> "Did you mean \"" + n + "\"? ").orElse("")
        + (known.isEmpty()
            ? "There is none to choose from."
            : "Known: "
                + String.join(", ", shown)
                + (shown.size() < known.size() ? ", …" : "")
                + ".");
  }
}
