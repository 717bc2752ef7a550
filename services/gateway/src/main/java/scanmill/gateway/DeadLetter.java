package scanmill.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import scanmill.kit.ChannelDefaults;
import scanmill.kit.Delivery;
import scanmill.problems.Problem;

/**
 * An input that a service gave up, as it lies on its dead-letter topic.
 *
 * @param id the channel that gave it up and its place there, {@code inference-sample-ready.0.12}
 * @param channel that gave it up
 * @param topic it came from, and is put back on
 * @param event id of the event
 * @param subject the scan or run it is about, where that is known
 * @param parked when it was given up
 * @param attempts before that
 * @param redrives how often it had been put back already when it was given up here
 * @param redriven when it was put back from here; absent while it waits
 */
public record DeadLetter(
    String id,
    String channel,
    String topic,
    String event,
    Optional<String> subject,
    Instant parked,
    int attempts,
    Problem problem,
    int redrives,
    Optional<Instant> redriven) {
  /** Header of a record that was put back: the id of the dead letter that it was. */
  static final String REDRIVEN_FROM = "redriven-from";

  /** Header of a record that was put back: how often. */
  static final String REDRIVES = "redrives";

  private static final String PREFIX = ChannelDefaults.deadLetters("");

  /** Whether a topic, without the installation's prefix, holds dead letters. */
  static boolean isTopic(String topic) {
    return topic.startsWith(PREFIX);
  }

  /**
   * Reads a record of such a topic.
   *
   * @param topic without the installation's prefix
   */
  static DeadLetter of(String topic, ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = headers(record);
    String channel = topic.substring(PREFIX.length());
    String from = headers.getOrDefault("dead-letter-topic", "");
    Instant parked = Instant.ofEpochMilli(record.timestamp());
    Delivery delivery =
        new Delivery(
            channel, from, Optional.ofNullable(record.key()), headers, parked, value(record));
    return new DeadLetter(
        channel + "." + record.partition() + "." + record.offset(),
        channel,
        from,
        delivery.id(),
        delivery.key(),
        parked,
        number(headers.getOrDefault("attempts", "")),
        problem(headers),
        number(headers.getOrDefault(REDRIVES, "")),
        Optional.empty());
  }

  private static byte[] value(ConsumerRecord<String, byte[]> record) {
    return record.value() == null ? new byte[0] : record.value();
  }

  /** Why it was given up. */
  static Problem problem(Map<String, String> headers) {
    return new Problem(
        headers.getOrDefault("problem-code", "parked"),
        headers.getOrDefault("problem-what", "The work was given up."),
        headers.getOrDefault("problem-remedy", "See the log of the service."));
  }

  /** The last value of each, as text. */
  static Map<String, String> headers(ConsumerRecord<String, byte[]> record) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      if (header.value() != null) {
        headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
      }
    }
    return headers;
  }

  private static int number(String text) {
    return text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
  }

  DeadLetter redriven(Instant time) {
    return new DeadLetter(
        id, channel, topic, event, subject, parked, attempts, problem, redrives, Optional.of(time));
  }
}
