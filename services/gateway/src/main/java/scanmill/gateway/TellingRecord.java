package scanmill.gateway;

import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import scanmill.events.Event;
import scanmill.kit.Delivery;
import scanmill.kit.EventJson;
import scanmill.problems.BadInputException;

/** A record of the log, read as the event it tells. */
final class TellingRecord {
  private TellingRecord() {}

  /**
   * @return empty if it is none; the service it is meant for parks it and says why
   */
  static Optional<Told> read(ConsumerRecord<String, byte[]> record, Class<? extends Event> type) {
    Delivery delivery =
        new Delivery(
            "gateway",
            record.topic(),
            Optional.ofNullable(record.key()),
            DeadLetter.headers(record),
            Instant.ofEpochMilli(record.timestamp()),
            record.value());
    try {
      Event event = EventJson.read(record.value(), type);
      return Optional.of(Told.of(event, delivery.id(), delivery.told()));
    } catch (BadInputException e) {
      return Optional.empty();
    }
  }
}
