package scanmill.kit;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import scanmill.events.Event;
import scanmill.problems.BadInputException;

/**
 * A record as it came from the log.
 *
 * @param channel {@code preprocess-segmentation-requested}
 * @param topic with the installation's prefix
 * @param headers the last value of each, as text
 * @param time when the record was written
 */
@SuppressWarnings("ArrayRecordComponent") // the record's bytes, read once, compared never
public record Delivery(
    String channel,
    String topic,
    Optional<String> key,
    Map<String, String> headers,
    Instant time,
    byte[] value) {

  public Delivery {
    headers = Map.copyOf(headers);
  }

  /** The CloudEvents id; without one, a digest of topic and value. */
  public String id() {
    String told = headers.getOrDefault(CloudEvents.ID, "");
    return told.isBlank() || told.length() > 256
        ? Digests.hex(topic.getBytes(StandardCharsets.UTF_8), new byte[1], value)
        : told;
  }

  /** The service that hears: what the channel's name begins with. */
  public String service() {
    int dash = channel.indexOf('-');
    return dash < 0 ? channel : channel.substring(0, dash);
  }

  /** When it was told: the CloudEvents time; without one, when the record was written. */
  public Instant told() {
    String told = headers.getOrDefault(CloudEvents.TIME, "");
    try {
      return told.isEmpty() ? time : OffsetDateTime.parse(told).toInstant();
    } catch (DateTimeParseException e) {
      return time;
    }
  }

  /**
   * Which event it is, by its CloudEvents type or else its topic.
   *
   * @throws BadInputException {@code event-unknown}
   */
  public Class<? extends Event> eventType() {
    return EventJson.typeOf(headers.getOrDefault(CloudEvents.TYPE, ""))
        .or(() -> EventJson.typeOf(topic))
        .or(() -> Event.ALL.stream().filter(t -> topic.endsWith(Event.topic(t))).findFirst())
        .orElseThrow(
            () ->
                BadInputException.of(
                    "event-unknown",
                    "Required a CloudEvents type or topic of an event; found neither.",
                    "Set ce_type as the AsyncAPI document says."));
  }

  /** For what is told in answer. */
  public Cause cause() {
    return new Cause(id(), service(), Optional.ofNullable(headers.get(CloudEvents.TRACEPARENT)));
  }
}
