package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What this instance remembers of the log. Safe to use from several threads. */
@Singleton
public class Memory {
  private final ReadModel model;
  private final EventHistory history;

  @Inject
  Memory(GatewaySettings settings) {
    this(settings.mostScans(), settings.mostRuns(), settings.mostEvents());
  }

  Memory(int mostScans, int mostRuns, int mostEvents) {
    model = new ReadModel(mostScans, mostRuns);
    history = new EventHistory(mostEvents);
  }

  /** The fold comes first, so that whoever is told of an event finds it folded. */
  void hear(Told told) {
    model.hear(told);
    history.add(told);
  }

  ReadModel model() {
    return model;
  }

  EventHistory history() {
    return history;
  }
}
