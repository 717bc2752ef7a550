package scanmill.gateway;

import java.time.Instant;
import scanmill.events.Event;

/**
 * One event as it was told, and as {@code GET /api/events} shows it.
 *
 * @param id of the CloudEvent; a repeat has the same
 * @param type {@code scanmill.ScanIngested.v1}
 * @param time when it was told
 * @param subject the scan or run it is about
 */
public record Told(String id, String type, Instant time, String subject, Event data) {

  static Told of(Event event, String id, Instant time) {
    return new Told(id, Event.type(event.getClass()), time, event.key(), event);
  }
}
