package scanmill.trainer;

import java.util.List;
import java.util.function.Consumer;
import scanmill.events.Event;
import scanmill.events.TrainingCancellationRequested;
import scanmill.ids.RunId;
import scanmill.kit.Heard;
import scanmill.kit.UseCase;

/** Writes down that somebody wants a run to stop; whoever works on it sees that within a second. */
final class Cancel implements UseCase<Heard<TrainingCancellationRequested>> {
  private final Runs runs;
  private final Consumer<RunId> hint;

  Cancel(Runs runs, Consumer<RunId> hint) {
    this.runs = runs;
    this.hint = hint;
  }

  @Override
  public List<Event> handle(Heard<TrainingCancellationRequested> heard) {
    RunId run = heard.event().run();
    String request = runs.manifest(run).map(RunManifest::request).orElse("");
    runs.cancel(run, new Cancellation(request, heard.time()));
    hint.accept(run);
    return List.of();
  }
}
