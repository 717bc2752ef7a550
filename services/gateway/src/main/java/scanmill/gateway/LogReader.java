package scanmill.gateway;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import scanmill.events.Event;
import scanmill.kit.ChannelDefaults;

/**
 * Reads every event topic, and what services parked, from the beginning and goes on with what is
 * told, on a thread of its own.
 *
 * <p>A reader of its own and not a channel of the kit: each instance needs all partitions and the
 * whole past, commits nothing, and has nothing to acknowledge.
 */
@Singleton
class LogReader {
  private static final Logger LOG = Logger.getLogger(LogReader.class);
  private static final Duration POLL = Duration.ofMillis(300);
  private static final Duration LOOK_FOR_TOPICS = Duration.ofSeconds(2);
  private static final long PAUSE_MS = 2_000;

  private final Memory memory;
  private final DeadLetters deadLetters;
  private final String prefix;
  private final Map<String, Object> kafka;
  private final boolean enabled;
  private final Map<String, Class<? extends Event>> topics;
  private final Map<String, Class<? extends Event>> parked = new HashMap<>();
  private final Map<TopicPartition, Long> startUp = new HashMap<>();
  private Optional<Thread> thread = Optional.empty();
  private volatile Optional<Consumer<String, byte[]>> consumer = Optional.empty();
  private volatile boolean stopping;
  private volatile boolean caughtUp;

  @Inject
  LogReader(
      Memory memory,
      DeadLetters deadLetters,
      GatewaySettings settings,
      @Identifier("default-kafka-broker") Map<String, Object> kafka,
      @ConfigProperty(name = "scanmill.topics.prefix") Optional<String> prefix) {
    this.memory = memory;
    this.deadLetters = deadLetters;
    this.prefix = prefix.orElse("");
    this.enabled = settings.readLog();
    this.kafka = Map.copyOf(kafka);
    this.topics =
        Event.ALL.stream()
            .collect(Collectors.toMap(type -> this.prefix + Event.topic(type), type -> type));
    ParkedRecord.topics().forEach((topic, type) -> parked.put(this.prefix + topic, type));
  }

  void start(@Observes StartupEvent event) {
    if (enabled) {
      Thread reader = new Thread(this::run, "gateway-log-reader");
      reader.setDaemon(true);
      thread = Optional.of(reader);
      reader.start();
    }
  }

  void stop(@Observes ShutdownEvent event) {
    stopping = true;
    consumer.ifPresent(Consumer::wakeup);
    thread.ifPresent(
        reader -> {
          try {
            reader.join(5_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** The thread lives, as it should. */
  boolean reading() {
    return !enabled || thread.map(Thread::isAlive).orElse(false);
  }

  /** Everything that was told before this instance started has been heard. */
  boolean caughtUp() {
    return !enabled || caughtUp;
  }

  private void run() {
    while (!stopping) {
      try (Consumer<String, byte[]> open = new KafkaConsumer<>(settings())) {
        consumer = Optional.of(open);
        startUp.clear();
        read(open);
      } catch (WakeupException e) {
        LOG.debug("Woken to stop");
      } catch (KafkaException e) {
        LOG.warnf("The log does not answer: %s", e.getMessage());
        pause();
      } finally {
        consumer = Optional.empty();
      }
    }
  }

  private void read(Consumer<String, byte[]> open) {
    Instant looked = Instant.EPOCH;
    while (!stopping) {
      if (Duration.between(looked, Instant.now()).compareTo(LOOK_FOR_TOPICS) > 0) {
        assign(open);
        looked = Instant.now();
      }
      if (open.assignment().isEmpty()) {
        pause();
        continue;
      }
      open.poll(POLL).forEach(this::hear);
      if (!caughtUp) {
        caughtUp =
            startUp.entrySet().stream()
                .allMatch(end -> open.position(end.getKey()) >= end.getValue());
      }
    }
  }

  /** Topics come into being as events are first told; partitions may be added. */
  private void assign(Consumer<String, byte[]> open) {
    Set<TopicPartition> known = open.assignment();
    List<TopicPartition> all = new ArrayList<>();
    open.listTopics()
        .forEach(
            (topic, partitions) -> {
              if (isRead(topic)) {
                for (PartitionInfo partition : partitions) {
                  all.add(new TopicPartition(topic, partition.partition()));
                }
              }
            });
    List<TopicPartition> fresh = all.stream().filter(p -> !known.contains(p)).toList();
    if (fresh.isEmpty()) {
      return;
    }
    open.assign(all);
    open.seekToBeginning(fresh);
    if (!caughtUp) {
      startUp.putAll(open.endOffsets(fresh));
    }
  }

  private boolean isRead(String topic) {
    return topics.containsKey(topic)
        || isDeadLetter(topic)
        || topic.equals(prefix + ChannelDefaults.BUCKET_NOTIFICATIONS); // may be put back too
  }

  private boolean isDeadLetter(String topic) {
    return topic.startsWith(prefix) && DeadLetter.isTopic(topic.substring(prefix.length()));
  }

  private void count(ConsumerRecord<String, byte[]> record) {
    if (isDeadLetter(record.topic())) {
      deadLetters.parked(DeadLetter.of(record.topic().substring(prefix.length()), record));
    } else {
      Optional.ofNullable(record.headers().lastHeader(DeadLetter.REDRIVEN_FROM))
          .map(from -> new String(from.value(), StandardCharsets.UTF_8))
          .ifPresent(id -> deadLetters.redriven(id, Instant.ofEpochMilli(record.timestamp())));
    }
  }

  private void hear(ConsumerRecord<String, byte[]> record) {
    count(record);
    if (record.value() == null) {
      return;
    }
    Optional.ofNullable(topics.get(record.topic()))
        .flatMap(type -> TellingRecord.read(record, type))
        .or(
            () ->
                Optional.ofNullable(parked.get(record.topic()))
                    .flatMap(type -> ParkedRecord.read(record, type)))
        .ifPresentOrElse(
            memory::hear,
            () ->
                LOG.debugf(
                    "No event at %s-%d:%d", record.topic(), record.partition(), record.offset()));
  }

  private void pause() {
    try {
      Thread.sleep(stopping ? 0 : PAUSE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  private Map<String, Object> settings() {
    Map<String, Object> settings = new HashMap<>(kafka);
    settings.put("key.deserializer", StringDeserializer.class.getName());
    settings.put("value.deserializer", ByteArrayDeserializer.class.getName());
    settings.put("client.id", "gateway-log-reader");
    settings.put("enable.auto.commit", "false");
    settings.put("auto.offset.reset", "earliest");
    settings.put("fetch.max.bytes", "4194304");
    settings.put("max.partition.fetch.bytes", "1048576");
    settings.remove("group.id");
    return settings;
  }
}
