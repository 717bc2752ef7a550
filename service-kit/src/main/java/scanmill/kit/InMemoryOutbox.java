package scanmill.kit;

import java.util.ArrayList;
import java.util.List;
import scanmill.events.Event;

/** The outbox of tests: keeps what it was told. Safe for use by many threads. */
public final class InMemoryOutbox implements Outbox {
  /** One event with the id it has on the wire. */
  public record Told(String id, Event event, Cause cause) {}

  private final List<Told> told = new ArrayList<>();

  @Override
  public synchronized void tell(List<? extends Event> events, Cause cause) {
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      told.add(new Told(CloudEvents.id(event.getClass(), cause, i), event, cause));
    }
  }

  /** All that was told, in order. */
  public synchronized List<Told> told() {
    return List.copyOf(told);
  }

  /** The events alone, in order. */
  public List<Event> events() {
    return told().stream().<Event>map(Told::event).toList();
  }
}
