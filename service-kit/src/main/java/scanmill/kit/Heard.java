package scanmill.kit;

import java.time.Instant;
import scanmill.events.Event;

/**
 * An event as it reached a service.
 *
 * @param id the same however often the event is delivered
 * @param time when it was told
 * @param cause for what is told in answer
 */
public record Heard<E extends Event>(E event, String id, Instant time, Cause cause) {
  public Heard(E event, String id, Instant time) {
    this(event, id, time, Cause.of(id));
  }
}
