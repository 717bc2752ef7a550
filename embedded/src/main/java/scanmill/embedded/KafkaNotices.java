package scanmill.embedded;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jboss.logging.Logger;

/**
 * Publishes changes below a prefix as MinIO does: value is the notification, key is {@code
 * bucket/object}. A notice may be lost when the process dies; a sweep of the bucket finds it.
 */
public final class KafkaNotices implements ObjectNotices, AutoCloseable {
  private static final Logger LOG = Logger.getLogger("scanmill.bucket");

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final String keyPrefix;

  public KafkaNotices(String bootstrapServers, String topic, String keyPrefix) {
    this.topic = topic;
    this.keyPrefix = keyPrefix;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers", bootstrapServers,
                "client.id", "scanmill-bucket",
                "linger.ms", "0",
                "max.block.ms", "5000",
                "delivery.timeout.ms", "30000",
                "request.timeout.ms", "10000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  @Override
  public void hear(ObjectNotice notice) {
    if (!notice.key().startsWith(keyPrefix)) {
      return;
    }
    byte[] key = (notice.bucket() + "/" + notice.key()).getBytes(StandardCharsets.UTF_8);
    var unused =
        producer.send(
            new ProducerRecord<>(topic, key, NotificationJson.of(notice)),
            (metadata, failure) -> {
              if (failure != null) {
                LOG.warn("A change in the bucket was not told; the sweep will find it", failure);
              }
            });
  }

  @Override
  public void close() {
    producer.close(Duration.ofSeconds(5));
  }
}
