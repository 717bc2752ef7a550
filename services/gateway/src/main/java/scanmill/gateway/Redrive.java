package scanmill.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import scanmill.kit.ChannelDefaults;
import scanmill.kit.TellingException;
import scanmill.problems.BadInputException;

/**
 * Puts dead letters back on the topics they came from, bytes, key and event headers as they were,
 * so that whoever hears them finds what was done before. Each says which dead letter it was: so
 * asking twice puts it back once.
 *
 * <p>Safe to use from several threads; one is put back at a time.
 */
@Singleton
class Redrive {
  private static final Logger LOG = Logger.getLogger(Redrive.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** What the kit says of a failure, and the counts that are set anew. */
  private static final Pattern OURS =
      Pattern.compile("(dead-letter|problem)-.*|attempts|parked-by|redriven-from|redrives");

  private final DeadLetters letters;
  private final Map<String, Object> kafka;
  private final String prefix;
  private final MeterRegistry registry;

  @Inject
  Redrive(
      DeadLetters letters,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "scanmill.topics.prefix") Optional<String> prefix,
      MeterRegistry registry) {
    this.letters = letters;
    this.kafka = Map.copyOf(kafka);
    this.prefix = prefix.orElse("");
    this.registry = registry;
  }

  /**
   * Puts one back, unless it was.
   *
   * @return the letter as it is then
   * @throws BadInputException {@code dead-letter-unknown}; {@code dead-letter-gone} if the log does
   *     not keep it any more
   * @throws TellingException if the log does not answer; trying again may help
   */
  synchronized DeadLetter of(String id) {
    DeadLetter letter = letters.find(id);
    if (letter.redriven().isPresent()) {
      return letter;
    }
    try {
      put(letter, read(letter));
    } catch (KafkaException | ExecutionException e) {
      throw new TellingException("The log did not take a dead letter back", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TellingException("Interrupted before the log took a dead letter back", e);
    }
    registry.counter("scanmill.redrives", "channel", letter.channel()).increment();
    LOG.infof("event=%s put back on %s from %s", letter.event(), letter.topic(), letter.id());
    letters.redriven(id, Instant.now());
    return letters.find(id);
  }

  private ConsumerRecord<byte[], byte[]> read(DeadLetter letter) {
    String[] place = letter.id().substring(letter.channel().length() + 1).split("\\.", -1);
    long offset = Long.parseLong(place[1]);
    TopicPartition partition =
        new TopicPartition(
            prefix + ChannelDefaults.deadLetters(letter.channel()), Integer.parseInt(place[0]));
    Map<String, Object> settings = settings();
    settings.put("auto.offset.reset", "none");
    settings.put("enable.auto.commit", "false");
    settings.put("max.poll.records", "1");
    settings.remove("group.id");
    try (Consumer<byte[], byte[]> log =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      log.assign(List.of(partition));
      log.seek(partition, offset);
      for (ConsumerRecord<byte[], byte[]> record : log.poll(PATIENCE)) {
        if (record.offset() == offset) {
          return record;
        }
      }
    } catch (OffsetOutOfRangeException e) {
      LOG.debugf("No longer in the log: %s", letter.id());
    }
    throw BadInputException.of(
        "dead-letter-gone",
        "The log does not hold this dead letter any more.",
        "Ask for the work again: drop the scan again, or send the request again.");
  }

  private void put(DeadLetter letter, ConsumerRecord<byte[], byte[]> record)
      throws ExecutionException, InterruptedException {
    ProducerRecord<byte[], byte[]> back =
        new ProducerRecord<>(letter.topic(), record.key(), record.value());
    for (Header header : record.headers()) {
      if (!OURS.matcher(header.key()).matches()) {
        back.headers().add(header);
      }
    }
    back.headers().add(DeadLetter.REDRIVEN_FROM, text(letter.id()));
    back.headers().add(DeadLetter.REDRIVES, text(Integer.toString(letter.redrives() + 1)));
    Map<String, Object> settings = settings();
    settings.put("acks", "all");
    settings.put("max.block.ms", Long.toString(PATIENCE.toMillis()));
    try (Producer<byte[], byte[]> log =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var unused = log.send(back).get();
    }
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("client.id", "gateway-redrive");
    return settings;
  }
}
