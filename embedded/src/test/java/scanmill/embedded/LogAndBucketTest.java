package scanmill.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.minio.CopyObjectArgs;
import io.minio.GetObjectArgs;
import io.minio.MinioClient;
import io.minio.PutObjectArgs;
import io.minio.RemoveObjectArgs;
import io.minio.SourceObject;
import java.io.ByteArrayInputStream;
import java.net.URLDecoder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.Event;

final class LogAndBucketTest {
  private static final int PART = 5 << 20;

  private static MinioClient client(LogAndBucket platform) {
    return MinioClient.builder()
        .endpoint(platform.s3Endpoint().toString())
        .credentials(platform.credentials().accessKey(), platform.credentials().secretKey())
        .region("us-east-1")
        .build();
  }

  private static void put(MinioClient client, String key, int bytes, long part) throws Exception {
    long size = part > 0 ? -1L : bytes;
    client.putObject(
        PutObjectArgs.builder()
            .bucket("scanmill")
            .object(key)
            .contentType("application/gzip")
            .userMetadata(Map.of("Case", "case-01"))
            .stream(new ByteArrayInputStream(new byte[bytes]), size, part > 0 ? part : -1L)
            .build());
  }

  private static List<ConsumerRecord<String, byte[]>> notices(LogAndBucket platform, int count) {
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                platform.bootstrapServers(),
                "auto.offset.reset",
                "earliest",
                "group.id",
                "test-" + System.nanoTime()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(TopicSetup.BUCKET_NOTIFICATIONS));
      Instant until = Instant.now().plusSeconds(20);
      while (found.size() < count && Instant.now().isBefore(until)) {
        consumer.poll(Duration.ofMillis(100)).forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void tellsOfDropsAsMinioDoesAndKeepsAllOverARestart(@TempDir Path data) throws Exception {
    String key = "incoming/case 01/t1+c.nii.gz";
    Credentials credentials;
    try (LogAndBucket platform = LogAndBucket.start(LogAndBucket.Settings.onFreePorts(data))) {
      credentials = platform.credentials();
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", platform.bootstrapServers()))) {
        assertThat(admin.listTopics().names().get(10, TimeUnit.SECONDS))
            .contains("bucket-notifications")
            .containsAll(Event.ALL.stream().map(Event::topic).toList());
      }
      MinioClient client = client(platform);
      try {
        put(client, "raw/not-a-drop", 3, 0);
        put(client, key, 3, 0);
        put(client, "incoming/parts.bin", PART + 1, PART);
        client.copyObject(
            CopyObjectArgs.builder()
                .bucket("scanmill")
                .object("incoming/copy")
                .source(SourceObject.builder().bucket("scanmill").object(key).build())
                .build());
        client.removeObject(
            RemoveObjectArgs.builder().bucket("scanmill").object("incoming/copy").build());
      } finally {
        client.close();
      }
      assertThatThrownBy(() -> LogAndBucket.start(LogAndBucket.Settings.onFreePorts(data)))
          .hasMessageContaining("[data-in-use]");
    }

    try (LogAndBucket again = LogAndBucket.start(LogAndBucket.Settings.onFreePorts(data))) {
      assertThat(again.credentials()).isEqualTo(credentials);
      MinioClient client = client(again);
      try (var in =
          client.getObject(GetObjectArgs.builder().bucket("scanmill").object(key).build())) {
        assertThat(in.readAllBytes()).containsExactly(0, 0, 0);
      } finally {
        client.close();
      }
      List<ConsumerRecord<String, byte[]>> notices = notices(again, 4);
      assertThat(notices.stream().map(LogAndBucketTest::name))
          .containsExactlyInAnyOrder(
              "s3:ObjectCreated:Put",
              "s3:ObjectCreated:CompleteMultipartUpload",
              "s3:ObjectCreated:Copy",
              "s3:ObjectRemoved:Delete");
      ConsumerRecord<String, byte[]> drop =
          notices.stream().filter(n -> name(n).endsWith(":Put")).findFirst().orElseThrow();
      assertThat(drop.key()).isEqualTo("scanmill/" + key);
      JsonNode object = tree(drop).at("/Records/0/s3/object");
      assertThat(object.path("key").asText()).isEqualTo("incoming%2Fcase+01%2Ft1%2Bc.nii.gz");
      assertThat(URLDecoder.decode(object.path("key").asText(), UTF_8)).isEqualTo(key);
      assertThat(object.path("size").asLong()).isEqualTo(3);
      // head -c 3 /dev/zero | md5sum
      assertThat(object.path("eTag").asText()).isEqualTo("693e9af84d3dfcc71e640e005bdc5e2e");
      assertThat(object.path("contentType").asText()).isEqualTo("application/gzip");
      assertThat(object.path("sequencer").asText()).matches("[0-9A-F]{16}");
      assertThat(tree(drop).at("/Records/0/s3/bucket/name").asText()).isEqualTo("scanmill");
    }
  }

  private static JsonNode tree(ConsumerRecord<String, byte[]> notice) {
    try {
      return new ObjectMapper().readTree(notice.value());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static String name(ConsumerRecord<String, byte[]> notice) {
    return tree(notice).path("EventName").asText();
  }
}
