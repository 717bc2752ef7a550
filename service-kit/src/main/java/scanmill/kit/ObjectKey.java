package scanmill.kit;

import java.nio.charset.StandardCharsets;
import scanmill.problems.BadInputException;

/** What may be the key of an object: nothing that means something else to a path or a browser. */
public final class ObjectKey {
  /** The most that S3 allows, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  private ObjectKey() {}

  /**
   * Refuses keys that climb ({@code ..}), begin with a slash, hold empty segments, backslashes,
   * control or direction characters, or are longer than {@link #MAX_BYTES}.
   *
   * @return the key
   * @throws BadInputException {@code object-key-invalid}; its words do not repeat the key
   */
  public static String require(String key) {
    if (key.isEmpty()) {
      throw refused("is empty");
    }
    if (key.endsWith("/")) {
      throw refused("ends with a slash");
    }
    requirePrefix(key);
    return key;
  }

  /** As {@link #require}, for the beginning of keys: may be empty or end with a slash. */
  public static String requirePrefix(String prefix) {
    if (prefix.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw refused("is longer than " + MAX_BYTES + " bytes");
    }
    if (prefix.codePoints().anyMatch(ObjectKey::isHidden)) {
      throw refused("holds a control, direction or unpaired surrogate character");
    }
    if (prefix.startsWith("/") || prefix.contains("//") || prefix.indexOf('\\') >= 0) {
      throw refused("holds an empty segment or a backslash");
    }
    for (String segment : prefix.split("/", -1)) {
      if (segment.equals("..") || segment.equals(".")) {
        throw refused("holds a segment of dots");
      }
    }
    return prefix;
  }

  private static boolean isHidden(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  private static BadInputException refused(String why) {
    return BadInputException.of(
        "object-key-invalid",
        "Required an object key of plain segments; found one that " + why + ".",
        "Rename the object.");
  }
}
