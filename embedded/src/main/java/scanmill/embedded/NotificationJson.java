package scanmill.embedded;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** A change in the bucket in the words of MinIO's bucket notifications. */
final class NotificationJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private NotificationJson() {}

  static byte[] of(ObjectNotice notice) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("EventName", notice.eventName());
    root.put("Key", notice.bucket() + "/" + notice.key());
    ObjectNode event = root.putArray("Records").addObject();
    event.put("eventVersion", "2.0");
    event.put("eventSource", "minio:s3");
    event.put("awsRegion", "");
    event.put("eventTime", TIME.format(notice.time()));
    event.put("eventName", notice.eventName());
    event.putObject("userIdentity").put("principalId", "scanmill");
    ObjectNode s3 = event.putObject("s3");
    s3.put("s3SchemaVersion", "1.0");
    s3.put("configurationId", "Config");
    ObjectNode bucket = s3.putObject("bucket");
    bucket.put("name", notice.bucket());
    bucket.putObject("ownerIdentity").put("principalId", "scanmill");
    bucket.put("arn", "arn:aws:s3:::" + notice.bucket());
    ObjectNode object = s3.putObject("object");
    object.put("key", URLEncoder.encode(notice.key(), StandardCharsets.UTF_8));
    if (notice.isCreation()) {
      object.put("size", notice.size());
      object.put("eTag", notice.etag());
      object.put("contentType", notice.contentType());
      ObjectNode metadata = object.putObject("userMetadata");
      metadata.put("content-type", notice.contentType());
      notice.userMetadata().forEach((name, value) -> metadata.put("X-Amz-Meta-" + name, value));
    }
    object.put("sequencer", sequencer(notice));
    ObjectNode source = event.putObject("source");
    source.put("host", "127.0.0.1").put("port", "").put("userAgent", "scanmill");
    try {
      return MAPPER.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree can always be written", e);
    }
  }

  /** Hex nanoseconds since 1970: orders the changes of one key. */
  private static String sequencer(ObjectNotice notice) {
    long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, notice.time());
    return String.format(Locale.ROOT, "%016X", nanos);
  }
}
