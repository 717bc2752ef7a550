package scanmill.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.EpochCompleted;
import scanmill.events.EvaluationCompleted;
import scanmill.events.Event;
import scanmill.events.ImageFacts;
import scanmill.events.ModelPublished;
import scanmill.events.ModelRef;
import scanmill.events.ObjectLocation;
import scanmill.events.PredictionFailed;
import scanmill.events.PredictionProduced;
import scanmill.events.SampleReady;
import scanmill.events.ScanIngested;
import scanmill.events.Score;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationReady;
import scanmill.events.SegmentationRequested;
import scanmill.ids.ModelId;
import scanmill.ids.RunId;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.problems.Problem;

/** Events of one scan and one run, told a known number of seconds after noon. */
final class Facts {
  static final Instant NOON = Instant.parse("2026-01-02T12:00:00Z");
  static final ScanId SCAN = ScanId.of("01", "T2w");
  static final UploadId UPLOAD = new UploadId("0123456789abcdef0123456789abcdef");
  static final RunId RUN = new RunId("run-1");
  static final ModelRef MODEL = new ModelRef("cord", "a".repeat(64), "scanmill", "models/cord/");
  static final String REQUEST = "request-1";

  private Facts() {}

  static Told told(double second, Event event) {
    return told(event.getClass().getSimpleName() + "-" + event.hashCode(), second, event);
  }

  static Told told(String id, double second, Event event) {
    return Told.of(event, id, NOON.plusMillis((long) (second * 1000)));
  }

  static ArtifactRef artifact(String key) {
    return new ArtifactRef("scanmill", key, "0".repeat(64), 1);
  }

  static SegmentationOrder order(Optional<ArtifactRef> reference) {
    return new SegmentationOrder(
        REQUEST, SCAN, artifact("raw/x.nii.gz"), MODEL, Optional.of(UPLOAD), reference);
  }

  static Told ingested(double second) {
    return told(
        second,
        new ScanIngested(
            SCAN,
            artifact("raw/x.nii.gz"),
            UPLOAD,
            new ImageFacts(List.of(4, 5, 6), List.of(1.0, 1.0, 2.0), "RAS", "float32")));
  }

  static Told asked(double second) {
    return told(
        REQUEST,
        second,
        new SegmentationRequested(
            Optional.of(SCAN),
            ObjectLocation.of("raw/x.nii.gz"),
            ModelId.latest("cord"),
            Optional.of(UPLOAD),
            Optional.empty()));
  }

  static Told prepared(double second, Optional<ArtifactRef> reference) {
    return told(
        second, new SampleReady(order(reference), artifact("s.nii"), artifact("history.json")));
  }

  static Told predicted(double second, Optional<ArtifactRef> reference) {
    return told(
        second,
        new PredictionProduced(
            order(reference), artifact("history.json"), artifact("p.nii"), "cpu", 0.5));
  }

  static Told predictionFailed(double second) {
    return told(
        second,
        new PredictionFailed(
            order(Optional.empty()), new Problem("no-memory", "It did not fit.", "Ask again.")));
  }

  static Told segmented(double second, Optional<ArtifactRef> reference) {
    return told(
        second,
        new SegmentationReady(
            order(reference),
            artifact("d/seg.nii.gz"),
            List.of(),
            artifact("d/seg.json"),
            artifact("d/seg.png"),
            Map.of("cord", 1234.5)));
  }

  static Told evaluated(double second, ArtifactRef reference) {
    return told(
        second,
        new EvaluationCompleted(
            order(Optional.of(reference)),
            artifact("d/seg.nii.gz"),
            reference,
            artifact("d/evaluation.json"),
            List.of(new Score("cord", "dice_score", 0.9, "1")),
            Optional.of(artifact("d/evaluation.html")),
            Optional.of(artifact("d/evaluation.csv"))));
  }

  static Told epoch(double second, int epoch, int epochs) {
    return told(
        second,
        new EpochCompleted(
            RUN,
            epoch,
            epochs,
            1.0 / epoch,
            1.1 / epoch,
            Map.of("dice_score", 1 - 1.0 / epoch),
            0.001,
            2.0,
            artifact("training/run-1/checkpoint-" + epoch + ".safetensors")));
  }

  static Told published(double second) {
    return told(
        second,
        new ModelPublished(
            RUN, MODEL, List.of(artifact("models/cord/cord.onnx")), Map.of("dice_score", 0.91)));
  }
}
