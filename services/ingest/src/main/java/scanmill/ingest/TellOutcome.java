package scanmill.ingest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.EvaluationCompleted;
import scanmill.events.EvaluationFailed;
import scanmill.events.Event;
import scanmill.events.PostprocessingFailed;
import scanmill.events.PredictionFailed;
import scanmill.events.SampleRejected;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationReady;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.kit.EventJson;
import scanmill.kit.Heard;
import scanmill.kit.ObjectStore;
import scanmill.kit.UseCase;
import scanmill.problems.Problem;

/**
 * Writes the note beside a drop when its ending is heard: {@code <name>.DONE.json} with the places
 * of the results, or {@code <name>.FAILED.json} with what happened and what to do.
 *
 * <p>Results and scores may come in any order and more than once; the note is the same in the end.
 * A note that says done is not taken back by a failure of an earlier attempt.
 */
final class TellOutcome implements UseCase<Heard<? extends Event>> {
  private final ObjectStore store;
  private final Ledger ledger;

  TellOutcome(ObjectStore store) {
    this.store = store;
    this.ledger = new Ledger(store);
  }

  @Override
  public List<Event> handle(Heard<? extends Event> heard) {
    Event event = heard.event();
    if (event instanceof SegmentationReady ready) {
      drop(ready.order().upload()).ifPresent(entry -> done(entry, ready, heard.time()));
    } else if (event instanceof EvaluationCompleted evaluation) {
      drop(evaluation.order().upload()).ifPresent(entry -> scored(entry, evaluation));
    } else if (event instanceof EvaluationFailed failed) {
      drop(failed.order().upload()).ifPresent(entry -> notScored(entry, failed));
    } else if (event instanceof SampleRejected rejected) {
      failed(rejected.upload(), rejected.scan(), rejected.problem());
    } else if (event instanceof PredictionFailed failed) {
      failed(failed.order().upload(), Optional.of(failed.order().scan()), failed.problem());
    } else if (event instanceof PostprocessingFailed failed) {
      failed(failed.order().upload(), Optional.of(failed.order().scan()), failed.problem());
    }
    return List.of();
  }

  /** The ledger entry of an upload beside which a note can lie. */
  private Optional<LedgerEntry> drop(Optional<UploadId> upload) {
    return upload
        .flatMap(ledger::find)
        .filter(entry -> new DropName(entry.key()).keyProblem().isEmpty());
  }

  private void done(LedgerEntry entry, SegmentationReady ready, Instant time) {
    DropName name = new DropName(entry.key());
    Note.update(
        store,
        name.doneNote(),
        entry.upload(),
        note -> {
          about(note, ready.order());
          note.put("segmentation", ready.segmentation().key());
          ArrayNode probabilities = note.putArray("probabilities");
          ready.probabilities().stream().map(ArtifactRef::key).forEach(probabilities::add);
          ready
              .pictures()
              .ifPresent(
                  all -> {
                    ArrayNode pictures = note.putArray("pictures");
                    all.stream().map(ArtifactRef::key).forEach(pictures::add);
                  });
          note.put("manifest", ready.manifest().key());
          note.put("overlay", ready.overlay().key());
          ObjectNode volumes = note.putObject("volumes_mm3");
          ready.volumesMm3().entrySet().stream()
              .sorted(Map.Entry.comparingByKey())
              .forEach(volume -> volumes.put(volume.getKey(), volume.getValue()));
          note.put("dropped", entry.dropped().toString());
          note.put("finished", time.toString());
        });
    store.remove(name.failedNote());
  }

  private void scored(LedgerEntry entry, EvaluationCompleted evaluation) {
    Note.update(
        store,
        new DropName(entry.key()).doneNote(),
        entry.upload(),
        note -> {
          about(note, evaluation.order());
          note.put("evaluation", evaluation.report().key());
          evaluation.page().ifPresent(page -> note.put("evaluation_page", page.key()));
          note.set("scores", EventJson.mapper().valueToTree(evaluation.scores()));
          note.remove("evaluation_problem");
        });
  }

  private void notScored(LedgerEntry entry, EvaluationFailed failed) {
    Note.update(
        store,
        new DropName(entry.key()).doneNote(),
        entry.upload(),
        note -> {
          about(note, failed.order());
          if (!note.has("scores")) {
            note.put("evaluation_problem", failed.problem().toString());
          }
        });
  }

  private static void about(ObjectNode note, SegmentationOrder order) {
    note.put("status", "done");
    note.put("scan", order.scan().toString());
    note.put("model", order.model().version());
  }

  private void failed(Optional<UploadId> upload, Optional<ScanId> scan, Problem problem) {
    drop(upload)
        .ifPresent(
            entry -> {
              DropName name = new DropName(entry.key());
              if (Note.read(store, name.doneNote(), entry.upload()).isEmpty()) {
                Note.write(store, name.failedNote(), Note.failed(entry.upload(), scan, problem));
              }
            });
  }
}
