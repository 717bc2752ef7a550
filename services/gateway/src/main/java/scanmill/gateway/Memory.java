package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import scanmill.events.AugmentationCompleted;
import scanmill.events.AugmentationFailed;
import scanmill.events.AugmentationRequested;
import scanmill.events.Event;
import scanmill.events.ScanPreparationFailed;
import scanmill.events.ScanPreparationRequested;
import scanmill.events.ScanPrepared;

/** What this instance remembers of the log. Safe to use from several threads. */
@Singleton
public class Memory {
  private static final Set<Class<? extends Event>> SHARED_OUT =
      Set.of(
          ScanPreparationRequested.class,
          ScanPrepared.class,
          ScanPreparationFailed.class,
          AugmentationRequested.class,
          AugmentationCompleted.class,
          AugmentationFailed.class);

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

  /**
   * The fold comes first, so that whoever is told of an event finds it folded. Of the work that a
   * run shares out there is one event for every scan and every few batches, which would push all
   * others out: it is not kept.
   */
  void hear(Told told) {
    model.hear(told);
    if (!SHARED_OUT.contains(told.data().getClass())) {
      history.add(told);
    }
  }

  ReadModel model() {
    return model;
  }

  EventHistory history() {
    return history;
  }
}
