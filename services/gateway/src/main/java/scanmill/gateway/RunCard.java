package scanmill.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.events.ArtifactRef;
import scanmill.events.DatasetFrozen;
import scanmill.events.EpochCompleted;
import scanmill.events.Event;
import scanmill.events.ModelPublished;
import scanmill.events.ModelRef;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingCancelled;
import scanmill.events.TrainingFailed;
import scanmill.events.TrainingRequested;
import scanmill.events.TrainingStarted;
import scanmill.ids.RunId;
import scanmill.problems.Problem;

/**
 * What is known of one run. The order in which events are heard does not matter, since topics are
 * read side by side; nor does hearing one twice.
 */
final class RunCard {
  /** A run of more epochs shows its newest. */
  static final int MOST_EPOCHS = 5_000;

  private final RunId run;
  private final TreeMap<Integer, EpochView> history = new TreeMap<>();
  private Instant updated = Instant.EPOCH;
  private Optional<Instant> requested = Optional.empty();
  private Optional<Instant> started = Optional.empty();
  private Optional<Instant> restarted = Optional.empty();
  private Optional<Instant> cancellation = Optional.empty();
  private Map<String, Object> config = Map.of();
  private Optional<DatasetFrozen> dataset = Optional.empty();
  private Optional<String> device = Optional.empty();
  private int epochs;
  private Optional<Ending> ending = Optional.empty();

  /** How a run ended; a later one replaces an earlier one. */
  private record Ending(Instant time, String state, Event event) {}

  RunCard(RunId run) {
    this.run = run;
  }

  void hear(Told told) {
    Instant time = told.time();
    if (time.isAfter(updated)) {
      updated = time;
    }
    Event event = told.data();
    if (event instanceof TrainingRequested asked) {
      requested = earlier(requested, time);
      config = asked.config();
    } else if (event instanceof DatasetFrozen frozen) {
      dataset = Optional.of(frozen);
    } else if (event instanceof TrainingStarted start) {
      started = earlier(started, time);
      restarted = later(restarted, time);
      device = Optional.of(start.device());
      epochs = Math.max(epochs, start.epochs());
    } else if (event instanceof EpochCompleted epoch) {
      epochs = Math.max(epochs, epoch.epochs());
      keep(epoch, time);
    } else if (event instanceof TrainingCancellationRequested) {
      cancellation = later(cancellation, time);
    } else if (event instanceof ModelPublished) {
      end(time, "published", event);
    } else if (event instanceof TrainingFailed) {
      end(time, "failed", event);
    } else if (event instanceof TrainingCancelled) {
      end(time, "cancelled", event);
    }
  }

  private void keep(EpochCompleted epoch, Instant time) {
    EpochView before = history.get(epoch.epoch());
    if (before != null && before.time().isAfter(time)) {
      return;
    }
    history.put(
        epoch.epoch(),
        new EpochView(
            epoch.epoch(),
            epoch.trainingLoss(),
            epoch.validationLoss(),
            epoch.scores(),
            epoch.learningRate(),
            epoch.seconds(),
            time));
    if (history.size() > MOST_EPOCHS) {
      history.pollFirstEntry();
    }
  }

  private void end(Instant time, String state, Event event) {
    if (ending.isEmpty() || !ending.get().time().isAfter(time)) {
      ending = Optional.of(new Ending(time, state, event));
    }
  }

  RunView view() {
    // A run that was taken up again after it failed goes on.
    Optional<Ending> last =
        ending.filter(e -> restarted.isEmpty() || !restarted.get().isAfter(e.time()));
    String state = last.map(Ending::state).orElseGet(this::going);
    Optional<Event> event = last.map(Ending::event);
    Optional<ModelPublished> published = only(event, ModelPublished.class);
    Optional<TrainingFailed> failed = only(event, TrainingFailed.class);
    Optional<TrainingCancelled> cancelled = only(event, TrainingCancelled.class);
    Optional<ModelRef> model = published.map(ModelPublished::model);
    Optional<Problem> problem = failed.map(TrainingFailed::problem);
    Optional<ArtifactRef> checkpoint =
        failed
            .flatMap(TrainingFailed::checkpoint)
            .or(() -> cancelled.flatMap(TrainingCancelled::checkpoint));
    return new RunView(
        run,
        state,
        last.isPresent(),
        cancellation.isPresent() && last.isEmpty(),
        requested,
        started,
        updated,
        config,
        dataset,
        device,
        epochs,
        List.copyOf(history.values()),
        model,
        published.map(ModelPublished::files).orElse(List.of()),
        published.map(ModelPublished::scores).orElse(Map.of()),
        checkpoint,
        problem);
  }

  private String going() {
    if (started.isPresent() || !history.isEmpty()) {
      return "training";
    }
    return dataset.isPresent() ? "prepared" : "requested";
  }

  private static <E extends Event> Optional<E> only(Optional<Event> event, Class<E> type) {
    return event.filter(type::isInstance).map(type::cast);
  }

  static Optional<Instant> earlier(Optional<Instant> known, Instant time) {
    return known.isPresent() && known.get().isBefore(time) ? known : Optional.of(time);
  }

  static Optional<Instant> later(Optional<Instant> known, Instant time) {
    return known.isPresent() && known.get().isAfter(time) ? known : Optional.of(time);
  }
}
