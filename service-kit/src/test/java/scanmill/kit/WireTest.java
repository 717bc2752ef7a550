package scanmill.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import scanmill.embedded.PlatformResource;
import scanmill.events.Event;
import scanmill.events.SegmentationRequested;

/** One service, one broker, one bucket: what goes over the wire. */
@QuarkusTest
@SuppressWarnings("NullAway.Init") // fields are set by Quarkus
@WithTestResource(
    value = PlatformResource.class,
    scope = TestResourceScope.GLOBAL,
    initArgs = @ResourceArg(name = "topic-prefix", value = "kit-"))
class WireTest {
  private static final String DEAD = "kit-dead-letter-echo-scan-ingested";

  @ConfigProperty(name = "kafka.bootstrap.servers")
  String bootstrapServers;

  @TestHTTPResource("/q/")
  URI management;

  private void publish(String key, byte[] value) throws Exception {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>("kit-scan-ingested", key, value))
          .get(10, TimeUnit.SECONDS);
    }
  }

  private void publish(String subject) throws Exception {
    publish(subject, EventJson.write(Examples.ingested(subject)));
  }

  private List<ConsumerRecord<String, byte[]>> await(
      String topic, int count, Predicate<ConsumerRecord<String, byte[]>> which) {
    List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
    try (var consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "auto.offset.reset",
                "earliest",
                "metadata.max.age.ms",
                "300",
                "group.id",
                "test-" + System.nanoTime()),
            new StringDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(topic));
      Instant until = Instant.now().plusSeconds(30);
      while (found.size() < count && Instant.now().isBefore(until)) {
        for (var record : consumer.poll(Duration.ofMillis(100))) {
          if (which.test(record)) {
            found.add(record);
          }
        }
      }
    }
    assertThat(found).hasSizeGreaterThanOrEqualTo(count);
    return found;
  }

  private static String header(ConsumerRecord<?, ?> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? "(none)" : new String(header.value(), UTF_8);
  }

  private static Predicate<ConsumerRecord<String, byte[]>> ofKey(String key) {
    return record -> key.equals(record.key());
  }

  private String get(String path) throws Exception {
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(management.resolve(path)).build(),
                HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  @Test
  void hearsAnEventThatAPlainProducerTellsWithoutHeaders() throws Exception {
    publish("plain");

    var told = await("kit-segmentation-requested", 1, ofKey("sub-plain_T2w")).get(0);
    assertThat(EventJson.read(told.value(), SegmentationRequested.class))
        .isEqualTo(Examples.requested("plain"));
    assertThat(header(told, "ce_id")).matches("[0-9a-f]{64}");
    assertThat(header(told, "ce_type")).isEqualTo(Event.type(SegmentationRequested.class));
    assertThat(header(told, "ce_source")).isEqualTo("/scanmill/echo");
    assertThat(header(told, "ce_subject")).isEqualTo("sub-plain_T2w");
    assertThat(header(told, "content-type")).isEqualTo("application/json");
  }

  @Test
  void tellsADuplicateUnderTheSameId() throws Exception {
    publish("double");
    publish("double");

    var told = await("kit-segmentation-requested", 2, ofKey("sub-double_T2w"));
    assertThat(told).hasSize(2);
    assertThat(header(told.get(0), "ce_id")).isEqualTo(header(told.get(1), "ce_id"));
  }

  @Test
  void parksPoisonWithItsReasonAndGoesOn() throws Exception {
    byte[] poison = {(byte) 0xff, 0, 'x'};
    publish("poison", poison);
    publish("afterwards");

    var parked = await(DEAD, 1, ofKey("poison")).get(0);
    assertThat(parked.value()).isEqualTo(poison);
    assertThat(header(parked, "problem-code")).isEqualTo("event-malformed");
    assertThat(header(parked, "dead-letter-reason")).contains("not JSON");
    assertThat(header(parked, "dead-letter-topic")).isEqualTo("kit-scan-ingested");
    await("kit-segmentation-requested", 1, ofKey("sub-afterwards_T2w"));
  }

  @Test
  void parksWhatStaysOutOfReachAndAnswersWhatDoesNot() throws Exception {
    publish("down");
    publish("flaky");
    publish("mistake");

    assertThat(header(await(DEAD, 1, ofKey("down")).get(0), "attempts")).isEqualTo("3");
    assertThat(header(await(DEAD, 1, ofKey("mistake")).get(0), "problem-code"))
        .isEqualTo("internal-error");
    await("kit-segmentation-requested", 1, ofKey("sub-flaky_T2w"));
  }

  @Test
  void isReadyCountsAndLives() throws Exception {
    publish("slow");
    await("kit-segmentation-requested", 1, ofKey("sub-slow_T2w"));

    assertThat(get("health/live")).startsWith("200");
    assertThat(get("health/ready")).startsWith("200").contains("bucket");
    assertThat(get("metrics"))
        .contains("scanmill_inputs_total{service=\"echo\",state=\"received\"")
        .contains("scanmill_stage_seconds_count{outcome=\"delivered\",service=\"echo\"")
        .contains("scanmill_events_total{event=\"scan-ingested\"");
  }
}
