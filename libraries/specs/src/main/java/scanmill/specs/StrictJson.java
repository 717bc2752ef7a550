package scanmill.specs;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.Map;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/**
 * JSON that is what it says, or a message that says where it is not.
 *
 * <p>{@code where} begins every message: a file name ({@code config.json}) or a path of keys
 * ({@code training_parameters.loss}). Safe for use by many threads.
 */
public final class StrictJson {
  /** Longer documents are refused. */
  public static final int MOST_BYTES = 100 << 20;

  /** Deeper nesting is refused. */
  public static final int DEEPEST = 200;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxNumberLength(1000)
                          .maxNameLength(1000)
                          .maxStringLength(10 << 20)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();

  private interface Source {
    JsonNode read() throws IOException;
  }

  private StrictJson() {}

  /**
   * Reads one JSON value and nothing else.
   *
   * @throws BadInputException {@code json-malformed} with line and column: no JSON, a repeated key,
   *     text after the value, {@code NaN}, a number beyond all doubles, nesting deeper than {@link
   *     #DEEPEST}; {@code json-too-large}; {@code json-empty}
   */
  public static JsonNode parse(String json, String where) {
    requireSize(json.length(), where);
    String text = json.startsWith("\uFEFF") ? json.substring(1) : json;
    return parse(() -> MAPPER.readTree(text), where);
  }

  /** Reads one JSON value in UTF-8, 16 or 32; see {@link #parse(String, String)}. */
  public static JsonNode parse(byte[] json, String where) {
    requireSize(json.length, where);
    return parse(() -> MAPPER.readTree(json), where);
  }

  /**
   * Makes a record from an object with exactly its keys.
   *
   * @throws BadInputException {@code config-unknown-key}, {@code config-wrong-type}, {@code
   *     config-missing-key}, or {@code config-invalid-value} where a record refuses its values
   * @throws IllegalArgumentException if the record has a component that has no JSON
   */
  public static <R extends Record> R read(JsonNode node, Class<R> type, String where) {
    return type.cast(Binder.record(node, type, new Place(where)));
  }

  /** The object that {@link #read} makes the same record from. Absent optionals are left out. */
  public static ObjectNode write(Record value) {
    return Spelling.object(value);
  }

  /** A tree as text, indented, keys in their order, with a line feed at the end. */
  public static String pretty(JsonNode node) {
    return node.toPrettyString().replace("\r\n", "\n") + "\n";
  }

  private static void requireSize(int size, String where) {
    if (size > MOST_BYTES) {
      throw BadInputException.of(
          "json-too-large",
          new Place(where)
              + ": required JSON of at most "
              + (MOST_BYTES >> 20)
              + " MiB; found "
              + (size >> 20)
              + " MiB.",
          "Check that this is the right file.");
    }
  }

  private static JsonNode parse(Source source, String where) {
    JsonNode node;
    try {
      node = source.read();
    } catch (JsonProcessingException e) {
      throw malformed(e, where);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory is no device that fails
    }
    if (node == null || node.isMissingNode()) {
      throw BadInputException.of(
          "json-empty",
          new Place(where) + ": required JSON; found nothing.",
          "Check that this is the right file.");
    }
    requireFinite(node, new Place(where));
    return node;
  }

  private static BadInputException malformed(JsonProcessingException e, String where) {
    JsonLocation at = e.getLocation();
    String position =
        at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
    String said = String.valueOf(e.getOriginalMessage()).split("\n", 2)[0];
    return new BadInputException(
        new Problem(
            "json-malformed",
            new Place(where) + ": required valid JSON; found" + position + ": " + said + ".",
            "Correct the text there."),
        e);
  }

  private static void requireFinite(JsonNode node, Place place) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        requireFinite(field.getValue(), place.key(field.getKey()));
      }
    } else if (node.isArray()) {
      int n = 0;
      for (Iterator<JsonNode> all = node.elements(); all.hasNext(); n++) {
        requireFinite(all.next(), place.index(n));
      }
    } else if (node.isNumber() && !Double.isFinite(node.doubleValue())) {
      throw BadInputException.of(
          "json-malformed",
          place + ": required a number that is finite; found one beyond 1.8e308.",
          "Correct the number.");
    }
  }
}
