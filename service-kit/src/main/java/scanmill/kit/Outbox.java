package scanmill.kit;

import java.util.List;
import scanmill.events.Event;

/**
 * Tells events. Use cases that return their events to {@link Inbox} never need it; long work that
 * tells as it goes does.
 */
public interface Outbox {
  /**
   * Tells events and returns when the log has them all.
   *
   * <p>The id of each is made from its type, the cause and its index, so that telling them again is
   * no news. Blocks; any thread but an event loop.
   *
   * @throws TellingException if the log does not take them; trying again may help
   */
  void tell(List<? extends Event> events, Cause cause);

  default void tell(Event event, Cause cause) {
    tell(List.of(event), cause);
  }
}
