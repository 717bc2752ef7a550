package scanmill.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.specs.DidYouMean;
import scanmill.specs.StrictJson;

/** A JSON object that somebody sent: bounded, and without keys that mean nothing here. */
final class Body {
  /** Configurations are a few kilobytes; this leaves room for long lists of subjects. */
  static final int MOST_BYTES = 4 << 20;

  private final JsonNode tree;

  private Body(JsonNode tree) {
    this.tree = tree;
  }

  /**
   * Reads at most {@link #MOST_BYTES}.
   *
   * @throws BadInputException if it is longer, no JSON object, or holds another key than the known
   */
  static Body read(InputStream stream, List<String> known) {
    byte[] bytes;
    try {
      bytes = stream.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw new BadInputException(
          new Problem("request-invalid", "The request broke off.", "Send it again."), e);
    }
    if (bytes.length > MOST_BYTES) {
      throw BadInputException.of(
          "body-too-large",
          "Required a JSON object of at most 4 MiB; found more.",
          "Send data to /api/uploads or /api/datasets, not here.");
    }
    JsonNode tree = StrictJson.parse(new String(bytes, StandardCharsets.UTF_8), "request");
    if (!tree.isObject()) {
      throw BadInputException.of(
          "request-invalid",
          "Required a JSON object; found "
              + tree.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
              + ".",
          "Send an object with the keys " + String.join(", ", known) + ".");
    }
    tree.fieldNames().forEachRemaining(key -> requireKnown(key, known));
    return new Body(tree);
  }

  private static void requireKnown(String key, List<String> known) {
    if (!known.contains(key)) {
      String remedy =
          DidYouMean.nearest(key, known)
              .map(near -> "Did you mean \"" + near + "\"?")
              .orElse("Known keys are " + String.join(", ", known) + ".");
      throw BadInputException.of(
          "request-unknown-key", "The request holds a key that means nothing here.", remedy);
    }
  }

  String text(String key) {
    return find(key)
        .orElseThrow(
            () ->
                BadInputException.of(
                    "request-missing-key",
                    "Required the key \"" + key + "\"; found none.",
                    "Send it as a text."));
  }

  Optional<String> find(String key) {
    JsonNode value = tree.path(key);
    if (value.isMissingNode() || value.isNull()) {
      return Optional.empty();
    }
    if (!value.isTextual()) {
      throw BadInputException.of(
          "request-wrong-type",
          "Required a text as \"" + key + "\"; found something else.",
          "Put it in quotes.");
    }
    return Optional.of(value.textValue());
  }

  /** Empty if the key is not there. */
  Optional<ObjectNode> findObject(String key) {
    JsonNode value = tree.path(key);
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(object(key));
  }

  /** An object of texts; empty if the key is not there. */
  Optional<Map<String, String>> findTexts(String key) {
    return findObject(key)
        .map(
            object -> {
              Map<String, String> texts = new TreeMap<>();
              for (Map.Entry<String, JsonNode> entry : object.properties()) {
                if (!entry.getValue().isTextual()) {
                  throw BadInputException.of(
                      "request-wrong-type",
                      "Required texts in \"" + key + "\"; found something else.",
                      "Put them in quotes.");
                }
                texts.put(entry.getKey(), entry.getValue().textValue());
              }
              return texts;
            });
  }

  ObjectNode object(String key) {
    if (tree.path(key) instanceof ObjectNode object) {
      return object;
    }
    throw BadInputException.of(
        "request-missing-key",
        "Required a JSON object as \"" + key + "\"; found none.",
        "Send it as an object.");
  }
}
