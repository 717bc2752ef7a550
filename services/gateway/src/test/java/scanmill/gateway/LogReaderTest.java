package scanmill.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.embedded.LogAndBucket;
import scanmill.events.Event;
import scanmill.events.TrainingCancelled;
import scanmill.events.TrainingRequested;
import scanmill.events.TrainingStarted;
import scanmill.ids.RunId;
import scanmill.kit.Cause;
import scanmill.kit.CloudEvents;
import scanmill.kit.EventJson;

/** Against a real broker. */
class LogReaderTest {
  @TempDir static Path data;
  private static Optional<LogAndBucket> base = Optional.empty();

  @BeforeAll
  static void startBroker() {
    base = Optional.of(LogAndBucket.start(LogAndBucket.Settings.onFreePorts(data)));
  }

  @AfterAll
  static void stopBroker() {
    base.ifPresent(LogAndBucket::close);
  }

  private static Map<String, Object> kafka() {
    return Map.of("bootstrap.servers", base.orElseThrow().bootstrapServers());
  }

  private static KafkaProducer<String, byte[]> producer() {
    return new KafkaProducer<>(kafka(), new StringSerializer(), new ByteArraySerializer());
  }

  private static void tell(KafkaProducer<String, byte[]> producer, Event event, Instant time)
      throws Exception {
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(Event.topic(event.getClass()), event.key(), EventJson.write(event));
    CloudEvents.headers(event, Cause.of(event.toString()), 0, time)
        .forEach((k, v) -> record.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
    producer.send(record).get(10, TimeUnit.SECONDS);
  }

  @Test
  void knowsThePastBeforeItIsReadyAndThenHearsTheNews() throws Exception {
    RunId run = new RunId("past-and-news");
    Instant noon = Instant.parse("2026-01-02T12:00:00Z");
    Memory memory = new Memory(10, 10, 100);
    LogReader reader =
        new LogReader(
            memory, new DeadLetters(Sizes.small()), Sizes.small(), kafka(), Optional.empty());
    assertThat(reader.caughtUp()).isFalse();
    try (KafkaProducer<String, byte[]> producer = producer()) {
      tell(producer, new TrainingStarted(run, "cpu", 7, 1), noon);
      byte[] rubbish = "no JSON".getBytes(StandardCharsets.UTF_8);
      producer
          .send(new ProducerRecord<>("training-started", "x", rubbish))
          .get(10, TimeUnit.SECONDS);
      byte[] plain = "{\"run\": \"from-outside\", \"config\": {}}".getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>("training-requested", plain)).get(10, TimeUnit.SECONDS);

      reader.start(new StartupEvent());
      await().atMost(Duration.ofSeconds(20)).until(reader::caughtUp);
      assertThat(memory.model().run(run).orElseThrow().started()).contains(noon);
      assertThat(memory.model().run(new RunId("from-outside"))).isPresent();
      assertThat(reader.reading()).isTrue();

      tell(producer, new TrainingRequested(Optional.of(run), Map.of("a", 1)), noon);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> memory.model().run(run).orElseThrow().config().containsKey("a"));
    } finally {
      reader.stop(new ShutdownEvent());
    }
    await().atMost(Duration.ofSeconds(5)).until(() -> !reader.reading());
  }

  @Test
  void tellsThoseWhoWaitThatTheirRequestWasParked() throws Exception {
    RunId run = new RunId("parked-run");
    Memory memory = new Memory(10, 10, 100);
    LogReader reader =
        new LogReader(
            memory, new DeadLetters(Sizes.small()), Sizes.small(), kafka(), Optional.empty());
    try (KafkaProducer<String, byte[]> producer = producer()) {
      tell(producer, new TrainingRequested(Optional.of(run), Map.of()), Instant.now());
      ProducerRecord<String, byte[]> parked =
          new ProducerRecord<>(
              "dead-letter-training-training-requested",
              EventJson.write(new TrainingRequested(Optional.of(run), Map.of())));
      Map.of(
              "dead-letter-topic", "training-requested",
              "problem-code", "internal-error",
              "problem-what", "The program made a mistake.",
              "problem-remedy", "Report it.")
          .forEach((k, v) -> parked.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
      producer.send(parked).get(10, TimeUnit.SECONDS);
      String image = "{\"image\": {\"key\": \"sub-01_T2w.nii.gz\"}, \"model\": \"cord\"}";
      ProducerRecord<String, byte[]> segmentation =
          new ProducerRecord<>(
              "dead-letter-preprocess-segmentation-requested",
              image.getBytes(StandardCharsets.UTF_8));
      segmentation.headers().add("ce_id", "request-9".getBytes(StandardCharsets.UTF_8));
      producer.send(segmentation).get(10, TimeUnit.SECONDS);

      reader.start(new StartupEvent());
      await().atMost(Duration.ofSeconds(20)).until(reader::caughtUp);

      RunView view = memory.model().run(run).orElseThrow();
      assertThat(view.ended()).isTrue();
      assertThat(view.state()).isEqualTo("failed");
      assertThat(view.problem().orElseThrow().what())
          .isEqualTo("The program made a mistake. It is parked.");
      RequestView request = memory.model().request("request-9").orElseThrow();
      assertThat(request.ended()).isTrue();
      assertThat(request.problem().orElseThrow().code()).isEqualTo("parked");
      assertThat(memory.history().sofar())
          .extracting(Told::type)
          .contains("scanmill.TrainingFailed.v1", "scanmill.SampleRejected.v1");
    } finally {
      reader.stop(new ShutdownEvent());
    }
  }

  @Test
  void putsADeadLetterBackOnceAndKnowsItAfterARestart() throws Exception {
    RunId run = new RunId("redriven-run");
    byte[] payload = EventJson.write(new TrainingCancelled(run, Optional.empty()));
    try (KafkaProducer<String, byte[]> producer = producer()) {
      ProducerRecord<String, byte[]> parked =
          new ProducerRecord<>("dead-letter-ingest-training-cancelled", 0, "redriven-run", payload);
      Map.of(
              "ce_id", "event-7",
              "dead-letter-topic", "training-cancelled",
              "dead-letter-reason", "no reason",
              "problem-code", "out-of-reach",
              "problem-what", "The bucket was away.",
              "problem-remedy", "See to it.",
              "attempts", "6",
              "redrives", "1")
          .forEach((k, v) -> parked.headers().add(k, v.getBytes(StandardCharsets.UTF_8)));
      producer.send(parked).get(10, TimeUnit.SECONDS);
    }
    String id = "ingest-training-cancelled.0.0";
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    DeadLetters first = new DeadLetters(Sizes.small());
    reading(
        first,
        () -> {
          DeadLetter letter = first.find(id);
          assertThat(letter.event()).isEqualTo("event-7");
          assertThat(letter.attempts()).isEqualTo(6);
          assertThat(letter.redrives()).isEqualTo(1);
          assertThat(letter.problem().code()).isEqualTo("out-of-reach");
          assertThat(first.all(true)).contains(letter);
          Redrive redrive = new Redrive(first, kafka(), Optional.empty(), registry);
          assertThat(redrive.of(id).redriven()).isPresent();
          assertThat(redrive.of(id)).isEqualTo(first.find(id));
        });
    assertThat(registry.get("scanmill.redrives").counter().count()).isEqualTo(1);

    List<ConsumerRecord<String, byte[]>> back = records("training-cancelled");
    assertThat(back).hasSize(1);
    assertThat(back.get(0).key()).isEqualTo("redriven-run");
    assertThat(back.get(0).value()).isEqualTo(payload);
    assertThat(DeadLetter.headers(back.get(0)))
        .isEqualTo(Map.of("ce_id", "event-7", "redriven-from", id, "redrives", "2"));

    DeadLetters later = new DeadLetters(Sizes.small());
    reading(
        later,
        () -> {
          assertThat(later.find(id).redriven()).isPresent();
          assertThat(later.all(true)).extracting(DeadLetter::id).doesNotContain(id);
        });
  }

  private static void reading(DeadLetters letters, Runnable check) {
    Memory memory = new Memory(10, 10, 100);
    LogReader reader = new LogReader(memory, letters, Sizes.small(), kafka(), Optional.empty());
    try {
      reader.start(new StartupEvent());
      await().atMost(Duration.ofSeconds(20)).until(reader::caughtUp);
      check.run();
    } finally {
      reader.stop(new ShutdownEvent());
    }
  }

  private static List<ConsumerRecord<String, byte[]>> records(String topic) {
    List<ConsumerRecord<String, byte[]>> all = new ArrayList<>();
    try (KafkaConsumer<String, byte[]> consumer =
        new KafkaConsumer<>(kafka(), new StringDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofSeconds(1)).forEach(all::add);
      }
    }
    return all;
  }

  @Test
  void measuresWhatAServiceHasBeforeIt() throws Exception {
    TopicPartition partition = new TopicPartition("sample-ready", 0);
    try (KafkaProducer<String, byte[]> producer = producer();
        KafkaConsumer<String, byte[]> consumer =
            new KafkaConsumer<>(
                Map.of(
                    "bootstrap.servers",
                    base.orElseThrow().bootstrapServers(),
                    "group.id",
                    "inference-sample-ready"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
      for (int i = 0; i < 5; i++) {
        producer
            .send(new ProducerRecord<>("sample-ready", 0, "k", new byte[] {1}))
            .get(10, TimeUnit.SECONDS);
      }
      consumer.assign(List.of(partition));
      consumer.commitSync(Map.of(partition, new OffsetAndMetadata(2)));
    }
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    ConsumerLag lag = new ConsumerLag(registry, Sizes.small(), kafka(), Optional.empty());
    lag.look();
    lag.stop(new ShutdownEvent());

    assertThat(lag.reachable()).isTrue();
    assertThat(lag.services()).contains(new ConsumerLag.Service("inference", "away", 0, 3));
    Gauge gauge =
        registry
            .get("scanmill.consumer.lag")
            .tags("group", "inference-sample-ready", "topic", "sample-ready", "partition", "0")
            .gauge();
    assertThat(gauge.value()).isEqualTo(3);
  }
}
