package scanmill.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * One doing of a training plan; safe as a folder name, a key and a label.
 *
 * @param value lower-case letters, digits and hyphens, at most 63, beginning with a letter or digit
 */
public record RunId(String value) {
  private static final Pattern VALUE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public RunId {
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "A run id is 1 to 63 lower-case letters, digits and hyphens; found \"" + value + "\"");
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return value;
  }
}
