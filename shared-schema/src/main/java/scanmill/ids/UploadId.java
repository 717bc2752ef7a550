package scanmill.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * One object that somebody dropped, without its name: a digest of bucket, key and ETag.
 *
 * <p>People put names into file names. Events, logs and metrics therefore carry this; the ledger
 * entry {@code uploads/<id>.json} in the bucket holds the key.
 *
 * @param value 32 hex digits
 */
public record UploadId(String value) {
  private static final Pattern VALUE = Pattern.compile("[0-9a-f]{32}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public UploadId {
    if (!VALUE.matcher(value).matches()) {
      throw new IllegalArgumentException("An upload id is 32 hex digits");
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return value;
  }
}
