package scanmill.kit;

import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.OnOverflow;
import scanmill.events.Event;

/** The outbox that speaks to the broker: one producer for all services of a process. */
@Singleton
final class KafkaOutbox implements Outbox {
  private final MutinyEmitter<byte[]> emitter;
  private final String prefix;
  private final Clock clock;

  @Inject
  KafkaOutbox(
      @Channel("outbox") @OnOverflow(OnOverflow.Strategy.UNBOUNDED_BUFFER)
          MutinyEmitter<byte[]> emitter,
      @ConfigProperty(name = "scanmill.topics.prefix") Optional<String> prefix) {
    this.emitter = emitter;
    this.prefix = prefix.orElse("");
    this.clock = Clock.systemUTC();
  }

  @Override
  public void tell(List<? extends Event> events, Cause cause) {
    List<CompletableFuture<Void>> told = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      told.add(send(events.get(i), cause, i));
    }
    try {
      CompletableFuture.allOf(told.toArray(CompletableFuture<?>[]::new)).join();
    } catch (CompletionException e) {
      throw new TellingException("The log did not take what was told", e);
    }
  }

  private CompletableFuture<Void> send(Event event, Cause cause, int index) {
    RecordHeaders headers = new RecordHeaders();
    CloudEvents.headers(event, cause, index, clock.instant())
        .forEach((name, value) -> headers.add(name, value.getBytes(StandardCharsets.UTF_8)));
    var metadata =
        OutgoingKafkaRecordMetadata.<String>builder()
            .withTopic(prefix + Event.topic(event.getClass()))
            .withHeaders(headers);
    if (!event.key().isEmpty()) {
      metadata.withKey(event.key());
    }
    CompletableFuture<Void> done = new CompletableFuture<>();
    emitter.sendMessageAndForget(
        Message.of(
                EventJson.write(event),
                () -> {
                  done.complete(null);
                  return CompletableFuture.completedFuture(null);
                },
                failure -> {
                  done.completeExceptionally(failure);
                  return CompletableFuture.completedFuture(null);
                })
            .addMetadata(metadata.build()));
    return done;
  }
}
