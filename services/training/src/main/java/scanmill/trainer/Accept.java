package scanmill.trainer;

import java.util.List;
import java.util.function.Consumer;
import scanmill.events.Event;
import scanmill.events.TrainingRequested;
import scanmill.ids.RunId;
import scanmill.kit.Digests;
import scanmill.kit.Heard;
import scanmill.kit.UseCase;

/**
 * Takes a request for training: writes the manifest of the run and nothing else. Whoever has a hand
 * free works on it.
 */
final class Accept implements UseCase<Heard<TrainingRequested>> {
  private static final int RUN_DIGITS = 12;

  private final Runs runs;
  private final Consumer<RunId> hint;

  /**
   * @param hint that there is work, so that nobody has to wait for the next look
   */
  Accept(Runs runs, Consumer<RunId> hint) {
    this.runs = runs;
    this.hint = hint;
  }

  @Override
  public List<Event> handle(Heard<TrainingRequested> heard) {
    RunId run = heard.event().run().orElseGet(() -> made(heard.id()));
    RunManifest unused =
        runs.accept(new RunManifest(run, heard.id(), heard.event().config(), heard.time()));
    hint.accept(run);
    return List.of();
  }

  private static RunId made(String request) {
    String digest = Digests.hex(request.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new RunId("run-" + digest.substring(0, RUN_DIGITS));
  }
}
