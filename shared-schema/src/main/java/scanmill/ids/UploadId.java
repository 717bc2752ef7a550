package scanmill.ids;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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

  /**
   * The id of one version of an object: the first 32 digits of the SHA-256 of bucket, key and ETag,
   * each ended by a zero byte.
   *
   * @param etag with or without quotes
   */
  public static UploadId of(String bucket, String key, String etag) {
    String text = bucket + '\0' + key + '\0' + etag.replace("\"", "") + '\0';
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return new UploadId(HexFormat.of().formatHex(digest, 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  @JsonValue
  @Override
  public String toString() {
    return value;
  }
}
