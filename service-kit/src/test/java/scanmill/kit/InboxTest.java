package scanmill.kit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.junit.jupiter.api.Test;
import scanmill.events.Event;
import scanmill.events.SampleRejected;
import scanmill.events.ScanIngested;
import scanmill.events.SegmentationRequested;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

final class InboxTest {
  /** Patience of a test. */
  record Settings(int attempts, Duration outage) implements InboxSettings {
    @Override
    public Duration firstPause() {
      return Duration.ofMillis(1);
    }

    @Override
    public Duration longestPause() {
      return Duration.ofMillis(4);
    }
  }

  private final InMemoryOutbox outbox = new InMemoryOutbox();
  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Stopping stopping = new Stopping();
  private final Inbox inbox =
      new Inbox(
          outbox, store, new Settings(3, Duration.ofSeconds(20)), new Measures(registry), stopping);

  private final List<String> endings = new ArrayList<>();
  private Optional<Metadata> parkedWith = Optional.empty();

  /** A record as the connector hands it over. */
  private Message<byte[]> record(byte[] value, String... headers) {
    RecordHeaders all = new RecordHeaders();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1].getBytes(UTF_8));
    }
    ConsumerRecord<String, byte[]> record =
        new ConsumerRecord<>(
            "scan-ingested",
            0,
            7L,
            1_700_000_000_000L,
            TimestampType.CREATE_TIME,
            0,
            value.length,
            "key",
            value,
            all,
            Optional.empty());
    return Message.of(
        value,
        Metadata.of(new IncomingKafkaRecordMetadata<>(record, "echo-scan-ingested")),
        metadata -> {
          endings.add("acknowledged");
          return done();
        },
        (failure, metadata) -> {
          endings.add("parked");
          parkedWith = Optional.ofNullable(metadata);
          return done();
        });
  }

  private static CompletionStage<Void> done() {
    return CompletableFuture.completedFuture(null);
  }

  private String parkedHeader(String name) {
    OutgoingKafkaRecordMetadata<?> metadata =
        parkedWith.orElseThrow().get(OutgoingKafkaRecordMetadata.class).orElseThrow();
    return new String(metadata.getHeaders().lastHeader(name).value(), UTF_8);
  }

  private void answer(Message<byte[]> message, UseCase<Heard<ScanIngested>> useCase) {
    inbox.answer(message, ScanIngested.class, useCase).toCompletableFuture().join();
  }

  private double inputs(String state) {
    return registry.counter("scanmill.inputs", "service", "echo", "state", state).count();
  }

  @Test
  void tellsTheAnswerAndThenAcknowledges() {
    answer(
        record(EventJson.write(Examples.ingested("a")), "ce_id", "id-1"),
        heard -> {
          assertThat(endings).isEmpty();
          assertThat(heard.event()).isEqualTo(Examples.ingested("a"));
          assertThat(heard.id()).isEqualTo("id-1");
          assertThat(heard.time()).isEqualTo(Instant.parse("2023-11-14T22:13:20Z"));
          return List.of(Examples.requested("a"));
        });

    assertThat(endings).containsExactly("acknowledged");
    assertThat(outbox.events()).containsExactly(Examples.requested("a"));
    assertThat(outbox.told().get(0).cause()).isEqualTo(Cause.of("id-1").by("echo"));
    assertThat(inputs("received")).isEqualTo(1);
    assertThat(inputs("delivered")).isEqualTo(1);
  }

  @Test
  void tellsTheSameIdsWhenTheRecordComesAgain() {
    byte[] json = EventJson.write(Examples.ingested("a"));
    UseCase<Heard<ScanIngested>> two =
        heard -> List.of(Examples.requested("a"), Examples.requested("b"));

    answer(record(json, "ce_id", "id-1"), two);
    answer(record(json, "ce_id", "id-1"), two);
    answer(record(json, "ce_id", "id-2"), two);

    List<String> ids = outbox.told().stream().map(InMemoryOutbox.Told::id).toList();
    assertThat(ids.subList(0, 2)).doesNotHaveDuplicates().isEqualTo(ids.subList(2, 4));
    assertThat(ids.subList(4, 6)).doesNotContainAnyElementsOf(ids.subList(0, 2));
    assertThat(ids).allMatch(id -> id.matches("[0-9a-f]{64}"));
  }

  @Test
  void makesAnIdForARecordThatHasNone() {
    List<String> ids = new ArrayList<>();
    UseCase<Heard<ScanIngested>> note =
        heard -> {
          ids.add(heard.id());
          return List.of();
        };
    answer(record(EventJson.write(Examples.ingested("a"))), note);
    answer(record(EventJson.write(Examples.ingested("a"))), note);
    answer(record(EventJson.write(Examples.ingested("b"))), note);

    assertThat(ids.get(0)).matches("[0-9a-f]{64}").isEqualTo(ids.get(1)).isNotEqualTo(ids.get(2));
  }

  @Test
  void passesTheTraceOn() {
    answer(
        record(EventJson.write(Examples.ingested("a")), "ce_id", "1", "traceparent", "00-ab-cd-01"),
        heard -> List.of(Examples.requested("a")));

    Cause cause = outbox.told().get(0).cause();
    assertThat(CloudEvents.headers(Examples.requested("a"), cause, 0, Instant.EPOCH))
        .containsEntry("traceparent", "00-ab-cd-01")
        .containsEntry("ce_specversion", "1.0")
        .containsEntry("ce_type", "scanmill.SegmentationRequested.v1")
        .containsEntry("ce_source", "/scanmill/echo")
        .containsEntry("ce_subject", "sub-a_T2w")
        .containsEntry("ce_time", "1970-01-01T00:00:00Z")
        .containsEntry("content-type", "application/json");
  }

  @Test
  void parksWhatIsNotJsonAtOnceAndDoesNotRepeatItsContent() {
    AtomicInteger calls = new AtomicInteger();
    answer(
        record("Mustermann, Max".getBytes(UTF_8)),
        heard -> {
          calls.incrementAndGet();
          return List.of();
        });

    assertThat(calls).hasValue(0);
    assertThat(endings).containsExactly("parked");
    assertThat(parkedHeader("problem-code")).isEqualTo("event-malformed");
    assertThat(parkedHeader("problem-what")).contains("ScanIngested").doesNotContain("Muster");
    assertThat(parkedHeader("parked-by")).isEqualTo("echo-scan-ingested");
    assertThat(inputs("parked")).isEqualTo(1);
    assertThat(inputs("delivered")).isZero();
  }

  @Test
  void parksAnEventThatLacksAField() {
    answer(record("{\"scan\":\"sub-a_T2w\"}".getBytes(UTF_8)), heard -> List.of());

    assertThat(endings).containsExactly("parked");
    assertThat(parkedHeader("problem-what")).contains("/image");
  }

  @Test
  void parksARecordWithoutAValue() {
    answer(record(new byte[0]), heard -> List.of());

    assertThat(endings).containsExactly("parked");
    assertThat(parkedHeader("problem-code")).isEqualTo("event-malformed");
  }

  @Test
  void triesAgainWhatMayPass() {
    AtomicInteger calls = new AtomicInteger();
    answer(
        record(EventJson.write(Examples.ingested("a"))),
        heard -> {
          if (calls.incrementAndGet() < 3) {
            throw new IOException("disk");
          }
          return List.of(Examples.requested("a"));
        });

    assertThat(calls).hasValue(3);
    assertThat(endings).containsExactly("acknowledged");
    assertThat(outbox.events()).hasSize(1);
    assertThat(registry.counter("scanmill.retries", "service", "echo").count()).isEqualTo(2);
    assertThat(inputs("received")).isEqualTo(1);
  }

  @Test
  void parksWhatDoesNotPassAfterABoundedNumberOfAttempts() {
    AtomicInteger calls = new AtomicInteger();
    answer(
        record(EventJson.write(Examples.ingested("a"))),
        heard -> {
          calls.incrementAndGet();
          throw new IOException("disk full");
        });

    assertThat(calls).hasValue(3);
    assertThat(endings).containsExactly("parked");
    assertThat(parkedHeader("problem-code")).isEqualTo("out-of-reach");
    assertThat(parkedHeader("problem-what")).contains("disk full");
    assertThat(parkedHeader("attempts")).isEqualTo("3");
  }

  @Test
  void parksBadInputThatAUseCaseLetsEscapeWithItsOwnProblem() {
    Problem problem = new Problem("nifti-truncated", "Required 352 bytes; found 3.", "Send again.");
    AtomicInteger calls = new AtomicInteger();
    answer(
        record(EventJson.write(Examples.ingested("a"))),
        heard -> {
          calls.incrementAndGet();
          throw new BadInputException(problem);
        });

    assertThat(calls).hasValue(1);
    assertThat(parkedHeader("problem-code")).isEqualTo("nifti-truncated");
    assertThat(parkedHeader("problem-remedy")).isEqualTo("Send again.");
  }

  @Test
  void parksAfterAMistakeOfTheProgram() {
    answer(
        record(EventJson.write(Examples.ingested("a"))),
        heard -> {
          throw new ArrayIndexOutOfBoundsException("7");
        });

    assertThat(endings).containsExactly("parked");
    assertThat(parkedHeader("problem-code")).isEqualTo("internal-error");
    assertThat(parkedHeader("attempts")).isEqualTo("1");
  }

  @Test
  void survivesAnErrorOfTheMachine() {
    answer(
        record(EventJson.write(Examples.ingested("a"))),
        heard -> {
          throw new StackOverflowError();
        });

    assertThat(endings).containsExactly("parked");
  }

  @Test
  void waitsForABucketThatIsAwayLongerThanItsAttempts() {
    AtomicInteger calls = new AtomicInteger();
    store.away(true);
    answer(
        record(EventJson.write(Examples.ingested("a"))),
        heard -> {
          if (calls.incrementAndGet() == 12) {
            store.away(false);
          }
          assertThat(store.find("anything")).isEmpty();
          return List.of();
        });

    assertThat(calls).hasValue(12);
    assertThat(endings).containsExactly("acknowledged");
  }

  @Test
  void doesNotWaitForEver() {
    Inbox hasty =
        new Inbox(
            outbox,
            store,
            new Settings(3, Duration.ofMillis(30)),
            new Measures(registry),
            stopping);
    store.away(true);
    hasty
        .answer(
            record(EventJson.write(Examples.ingested("a"))),
            ScanIngested.class,
            heard -> {
              store.read("anything");
              return List.of();
            })
        .toCompletableFuture()
        .join();

    assertThat(endings).containsExactly("parked");
  }

  @Test
  void leavesTheRecordForTheNextStartWhenAskedToStop() {
    answer(
        record(EventJson.write(Examples.ingested("a"))),
        heard -> {
          stopping.ask();
          throw new IOException("interrupted");
        });

    assertThat(endings).isEmpty();
    assertThat(outbox.events()).isEmpty();
  }

  @Test
  void doesNotAcknowledgeWhatCouldNotBeTold() {
    Inbox mute =
        new Inbox(
            (events, cause) -> {
              throw new TellingException("broker", new IOException());
            },
            store,
            new Settings(2, Duration.ofSeconds(1)),
            new Measures(registry),
            stopping);
    mute.answer(
            record(EventJson.write(Examples.ingested("a"))),
            ScanIngested.class,
            heard -> List.of(Examples.requested("a")))
        .toCompletableFuture()
        .join();

    assertThat(endings).containsExactly("parked");
  }

  @Test
  void tellsRejectedFromDelivered() {
    Problem problem = new Problem("x", "y", "z");
    Event rejected = new SampleRejected("r", Optional.empty(), Optional.empty(), problem);
    answer(record(EventJson.write(Examples.ingested("a"))), heard -> List.of(rejected));

    assertThat(inputs("rejected")).isEqualTo(1);
    assertThat(inputs("delivered")).isZero();
  }

  @Test
  void knowsTheEventByItsCloudEventsTypeOrItsTopic() {
    List<Event> heard = new ArrayList<>();
    UseCase<Heard<? extends Event>> note =
        any -> {
          heard.add(any.event());
          return List.of();
        };
    inbox
        .answerAny(
            record(
                EventJson.write(Examples.requested("a")),
                "ce_type",
                Event.type(SegmentationRequested.class)),
            note)
        .toCompletableFuture()
        .join();
    inbox
        .answerAny(record(EventJson.write(Examples.ingested("a"))), note)
        .toCompletableFuture()
        .join();

    assertThat(heard).containsExactly(Examples.requested("a"), Examples.ingested("a"));
  }
}
