package scanmill.embedded;

import java.time.Instant;
import java.util.Map;

/**
 * One change of one object.
 *
 * @param eventName as MinIO has it: {@code s3:ObjectCreated:Put}
 * @param etag without quotes; empty for a removal
 * @param contentType empty for a removal
 * @param userMetadata without the {@code x-amz-meta-} prefix
 */
public record ObjectNotice(
    String eventName,
    String bucket,
    String key,
    long size,
    String etag,
    String contentType,
    Map<String, String> userMetadata,
    Instant time) {
  public ObjectNotice {
    userMetadata = Map.copyOf(userMetadata);
  }

  /** Whether the object is there now. */
  public boolean isCreation() {
    return eventName.startsWith("s3:ObjectCreated:");
  }
}
