package scanmill.gateway;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The newest events, each once, and whoever wants to hear the next. Safe to use from several
 * threads; a listener is called on the thread that {@link #add adds} and must not wait.
 */
final class EventHistory {
  private final int most;
  private final ArrayDeque<Told> kept = new ArrayDeque<>();
  private final Set<String> ids = new HashSet<>();
  private final List<Consumer<Told>> listeners = new CopyOnWriteArrayList<>();

  EventHistory(int most) {
    this.most = most;
  }

  /**
   * @return whether it is news; a repeat is not kept and not passed on
   */
  synchronized boolean add(Told told) {
    if (!ids.add(told.id())) {
      return false;
    }
    kept.addLast(told);
    if (kept.size() > most) {
      ids.remove(kept.removeFirst().id());
    }
    listeners.forEach(listener -> listener.accept(told));
    return true;
  }

  /** Oldest first, by the time they were told. */
  synchronized List<Told> sofar() {
    return kept.stream().sorted(Comparator.comparing(Told::time)).toList();
  }

  /**
   * Hands over everything so far, and from then on each new one: none is missed, doubled or out of
   * turn between the two.
   */
  synchronized void follow(Consumer<List<Told>> past, Consumer<Told> next) {
    past.accept(sofar());
    listeners.add(next);
  }

  synchronized void leave(Consumer<Told> listener) {
    listeners.remove(listener);
  }

  synchronized int size() {
    return kept.size();
  }
}
