package scanmill.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an S3 store tells when an object changed: MinIO's form of the S3 event.
 *
 * <p>A notification is a hint; the store is asked before anything is believed.
 */
final class BucketNotification {
  /** The events that mean there are new bytes; tagging and retention are "created" events too. */
  private static final Set<String> NEW_BYTES =
      Set.of(
          "ObjectCreated:Put",
          "ObjectCreated:Post",
          "ObjectCreated:Copy",
          "ObjectCreated:CompleteMultipartUpload");

  private BucketNotification() {}

  /**
   * The objects that are new according to a notification.
   *
   * @return empty if it tells of nothing new or is not a notification at all
   */
  static List<Location> newObjects(JsonNode notification) {
    List<Location> found = new ArrayList<>();
    for (JsonNode entry : notification.path("Records")) {
      String name = entry.path("eventName").asText("");
      String key = entry.path("s3").path("object").path("key").asText("");
      String bucket = entry.path("s3").path("bucket").path("name").asText("");
      if (NEW_BYTES.contains(withoutPrefix(name)) && !key.isEmpty() && !bucket.isEmpty()) {
        String etag = entry.path("s3").path("object").path("eTag").asText("");
        found.add(new Location(bucket, decoded(key), etag.replace("\"", "")));
      }
    }
    return List.copyOf(found);
  }

  /** Keys are query-escaped: a blank is a plus sign, a slash is {@code %2F}. */
  private static String decoded(String key) {
    try {
      return URLDecoder.decode(key, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEscaped) {
      return key;
    }
  }

  private static String withoutPrefix(String eventName) {
    return eventName.startsWith("s3:") ? eventName.substring(3) : eventName;
  }

  /**
   * One object as a notification names it.
   *
   * @param key decoded
   * @param etag without quotes, possibly empty
   */
  record Location(String bucket, String key, String etag) {}
}
