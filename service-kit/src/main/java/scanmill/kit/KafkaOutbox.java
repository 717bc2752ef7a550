package scanmill.kit;

import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import scanmill.events.Event;

/**
 * The outbox that speaks to the broker: one producer for all services of a process, made when it is
 * first needed, so that a service may tell something while it is still starting.
 */
@Singleton
final class KafkaOutbox implements Outbox {
  private final Map<String, Object> settings;
  private final String prefix;
  private final Clock clock = Clock.systemUTC();
  private Optional<KafkaProducer<String, byte[]>> producer = Optional.empty();

  @Inject
  KafkaOutbox(
      @Identifier("default-kafka-broker") Map<String, Object> broker,
      @ConfigProperty(name = "scanmill.topics.prefix") Optional<String> prefix) {
    this.settings = new HashMap<>(broker);
    this.settings.put("client.id", "scanmill-outbox");
    this.settings.put("acks", "all");
    this.settings.put("enable.idempotence", "true");
    this.settings.put("linger.ms", "0"); // whoever tells waits; there is nothing to gather
    this.settings.put("max.request.size", "4194304");
    this.settings.put("max.block.ms", "20000");
    this.settings.put("delivery.timeout.ms", "60000");
    this.settings.put("request.timeout.ms", "20000");
    this.prefix = prefix.orElse("");
  }

  @Override
  public void tell(List<? extends Event> events, Cause cause) {
    try {
      List<Future<RecordMetadata>> sent = new ArrayList<>();
      for (int i = 0; i < events.size(); i++) {
        sent.add(producer().send(record(events.get(i), cause, i)));
      }
      for (Future<RecordMetadata> one : sent) {
        one.get();
      }
    } catch (ExecutionException | KafkaException e) {
      throw new TellingException("The log did not take what was told", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TellingException("Interrupted before the log had what was told", e);
    }
  }

  private ProducerRecord<String, byte[]> record(Event event, Cause cause, int index) {
    Optional<String> key = Optional.of(event.key()).filter(k -> !k.isEmpty());
    ProducerRecord<String, byte[]> record =
        new ProducerRecord<>(
            prefix + Event.topic(event.getClass()), key.orElse(null), EventJson.write(event));
    CloudEvents.headers(event, cause, index, clock.instant())
        .forEach(
            (name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    return record;
  }

  private synchronized KafkaProducer<String, byte[]> producer() {
    KafkaProducer<String, byte[]> made =
        producer.orElseGet(
            () -> new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer()));
    producer = Optional.of(made);
    return made;
  }

  @PreDestroy
  synchronized void close() {
    producer.ifPresent(made -> made.close(Duration.ofSeconds(5)));
    producer = Optional.empty();
  }
}
