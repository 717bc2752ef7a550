package scanmill.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A published model: its name, and the digest of its package or an alias where one version is meant
 * and not the latest.
 *
 * <p>Printed and read as {@code name}, {@code name@digest} or {@code name@alias}.
 *
 * @param name letters, digits, dot, hyphen and underscore, at most 100, beginning with a letter or
 *     digit
 * @param digest SHA-256 of the package in hex, or its first 8 or more digits; or an alias such as
 *     {@code production}: lower-case letters, digits and hyphens, at most 40, with a letter first
 *     and one beyond f among them, so that it is no digest
 */
public record ModelId(String name, Optional<String> digest) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{8,64}");
  private static final Pattern ALIAS = Pattern.compile("(?=.*[g-z])[a-z][a-z0-9-]{0,39}");

  public ModelId {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "A model name is letters, digits, dots, hyphens and underscores; found \"" + name + "\"");
    }
    if (digest.isPresent() && !DIGEST.matcher(digest.get()).matches() && !isAlias(digest.get())) {
      throw new IllegalArgumentException(
          "A model's version is 8 to 64 hex digits or an alias; found \"" + digest.get() + "\"");
    }
  }

  /** Whether a text can be the name of a model. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches() && !text.contains("..");
  }

  /** Whether a text can name a version that may become another. */
  public static boolean isAlias(String text) {
    return ALIAS.matcher(text).matches();
  }

  /** The latest version of a model. */
  public static ModelId latest(String name) {
    return new ModelId(name, Optional.empty());
  }

  @JsonCreator
  public static ModelId parse(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? latest(text)
        : new ModelId(text.substring(0, at), Optional.of(text.substring(at + 1)));
  }

  @JsonValue
  @Override
  public String toString() {
    return digest.map(d -> name + "@" + d).orElse(name);
  }
}
