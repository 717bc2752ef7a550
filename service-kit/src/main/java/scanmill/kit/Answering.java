package scanmill.kit;

import io.smallrye.reactive.messaging.kafka.api.IncomingKafkaRecordMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;
import org.jboss.logging.Logger;
import scanmill.events.Event;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** One record from its arrival to its acknowledgement; see {@link Inbox}. */
final class Answering {
  private static final Logger LOG = Logger.getLogger("scanmill");

  private final Outbox outbox;
  private final ObjectStore store;
  private final InboxSettings settings;
  private final Measures measures;
  private final Stopping stopping;

  Answering(
      Outbox outbox,
      ObjectStore store,
      InboxSettings settings,
      Measures measures,
      Stopping stopping) {
    this.outbox = outbox;
    this.store = store;
    this.settings = settings;
    this.measures = measures;
    this.stopping = stopping;
  }

  CompletionStage<Void> run(Message<byte[]> message, String event, UseCase<Delivery> useCase) {
    Delivery delivery = deliveryOf(message);
    Instant began = Instant.now();
    measures.received(delivery);
    Patience patience = new Patience(settings, store, stopping);
    while (true) {
      try {
        List<? extends Event> answer = useCase.handle(delivery);
        outbox.tell(answer, delivery.cause());
        Duration took = Duration.between(began, Instant.now());
        measures.ended(delivery, event, Outcome.of(answer), took);
        LOG.infof("%s", LogLine.answered(delivery, event, answer, took));
        return message.ack();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return unanswered(delivery);
      } catch (Throwable failure) { // whatever it is, the channel must go on
        if (stopping.isAsked()) {
          return unanswered(delivery);
        }
        if (!Fault.isTransient(failure) || !patience.allowsAnother()) {
          return stopping.isAsked()
              ? unanswered(delivery)
              : park(message, delivery, event, failure, patience.attempts(), began);
        }
        measures.retried(delivery);
        LOG.warnf(
            "event=%s %s: attempt %d did not succeed, trying again: %s",
            delivery.id(), delivery.channel(), patience.attempts(), LogLine.reason(failure));
      }
    }
  }

  /** Neither acknowledged nor parked: whoever comes next gets the record again. */
  private static CompletionStage<Void> unanswered(Delivery delivery) {
    LOG.infof("event=%s %s: left for the next start", delivery.id(), delivery.channel());
    return CompletableFuture.completedFuture(null);
  }

  private CompletionStage<Void> park(
      Message<byte[]> message,
      Delivery delivery,
      String event,
      Throwable failure,
      int attempts,
      Instant began) {
    Problem problem = problemOf(failure);
    RecordHeaders headers = new RecordHeaders();
    header(headers, "problem-code", problem.code());
    header(headers, "problem-what", problem.what());
    header(headers, "problem-remedy", problem.remedy());
    header(headers, "attempts", Integer.toString(attempts));
    header(headers, "parked-by", delivery.channel());
    Metadata metadata =
        Metadata.of(OutgoingKafkaRecordMetadata.builder().withHeaders(headers).build());
    while (!stopping.isAsked()) {
      try {
        message.nack(new BadInputException(problem), metadata).toCompletableFuture().join();
        measures.ended(delivery, event, Outcome.PARKED, Duration.between(began, Instant.now()));
        LOG.errorf(
            failure instanceof BadInputException ? null : failure,
            "event=%s %s: parked after %d attempts: %s",
            delivery.id(),
            delivery.channel(),
            attempts,
            problem);
        return CompletableFuture.completedFuture(null);
      } catch (CompletionException e) {
        LOG.errorf(e, "event=%s %s: cannot be parked yet", delivery.id(), delivery.channel());
        stopping.pause(settings.longestPause());
      }
    }
    return unanswered(delivery);
  }

  private static Problem problemOf(Throwable failure) {
    if (failure instanceof BadInputException bad) {
      return bad.problem();
    }
    return Fault.isTransient(failure)
        ? new Problem(
            "out-of-reach",
            "The work could not be done: " + LogLine.reason(failure) + ".",
            "See that bucket, log and disk answer, then put the record back on its topic.")
        : new Problem(
            "internal-error",
            "The program made a mistake: " + LogLine.reason(failure) + ".",
            "Report it with the log of the service, then put the record back on its topic.");
  }

  private static void header(RecordHeaders headers, String name, String value) {
    headers.add(name, value.getBytes(StandardCharsets.UTF_8));
  }

  private static Delivery deliveryOf(Message<byte[]> message) {
    Optional<IncomingKafkaRecordMetadata<?, ?>> found =
        message.getMetadata(IncomingKafkaRecordMetadata.class).map(m -> m);
    byte[] value = message.getPayload() == null ? new byte[0] : message.getPayload();
    if (found.isEmpty()) {
      return new Delivery("test", "", Optional.empty(), Map.of(), Instant.EPOCH, value);
    }
    IncomingKafkaRecordMetadata<?, ?> metadata = found.get();
    Map<String, String> headers = new HashMap<>();
    for (Header header : metadata.getHeaders()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return new Delivery(
        metadata.getChannel(),
        metadata.getTopic(),
        Optional.ofNullable(metadata.getKey()).map(Object::toString),
        headers,
        metadata.getTimestamp(),
        value);
  }
}
