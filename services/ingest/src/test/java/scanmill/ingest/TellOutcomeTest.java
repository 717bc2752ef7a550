package scanmill.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.events.ArtifactRef;
import scanmill.events.EvaluationCompleted;
import scanmill.events.EvaluationFailed;
import scanmill.events.Event;
import scanmill.events.ModelRef;
import scanmill.events.PredictionFailed;
import scanmill.events.SampleRejected;
import scanmill.events.Score;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationReady;
import scanmill.ids.ScanId;
import scanmill.ids.UploadId;
import scanmill.kit.Heard;
import scanmill.problems.Problem;

class TellOutcomeTest {
  private static final String KEY = "incoming/cord/Meier Anna.nii.gz";
  private static final Instant TIME = Instant.parse("2026-02-03T04:05:30Z");
  private static final String SHA = "0123456789abcdef".repeat(4);

  private final Door door;
  private final TellOutcome tell;
  private final UploadId upload;

  TellOutcomeTest(@TempDir Path scratch) {
    door = new Door(scratch);
    door.store.put("models/cord/latest.json", "{}".getBytes(StandardCharsets.UTF_8));
    door.drop(KEY, Scans.small());
    upload = door.upload(KEY);
    tell = new TellOutcome(door.store);
  }

  @Test
  void saysBesideTheDropWhereTheResultsLie() {
    hear(ready());

    assertThat(door.doneNote(KEY))
        .contains("\"status\" : \"done\"")
        .contains("\"scan\" : \"sub-01_T2w\"")
        .contains("\"model\" : \"cord-0123456789ab\"")
        .contains("\"segmentation\" : \"derivatives/seg\"")
        .contains("\"probabilities\" : [ \"derivatives/soft\" ]")
        .contains("\"overlay\" : \"derivatives/png\"")
        .contains("\"cord\" : 12.5")
        .contains("\"finished\" : \"2026-02-03T04:05:30Z\"")
        .contains(upload.toString());
  }

  @Test
  void addsTheScoresWhicheverComesFirst() {
    hear(ready());
    hear(scores());
    String scoresLast = door.doneNote(KEY);
    door.store.remove(KEY + ".DONE.json");

    hear(scores());
    hear(ready());
    hear(ready());
    hear(scores());

    assertThat(scoresLast).contains("dice_score").contains("0.9");
    assertThat(door.doneNote(KEY).lines().sorted().toList())
        .hasSameSizeAs(scoresLast.lines().toList());
    assertThat(door.doneNote(KEY)).contains("dice_score").contains("derivatives/seg");
  }

  @Test
  void saysThatTheReferenceDidNotFitAndKeepsTheResult() {
    hear(ready());
    hear(new EvaluationFailed(order(), new Problem("grids-differ", "What.", "Do.")));

    assertThat(door.doneNote(KEY)).contains("What. Do. [grids-differ]").contains("derivatives/seg");
  }

  @Test
  void saysBesideTheDropWhatFailedAndWhatToDo() {
    hear(new PredictionFailed(order(), new Problem("out-of-memory", "Too big.", "Crop it.")));

    assertThat(door.failedNote(KEY))
        .contains("\"status\" : \"failed\"")
        .contains("\"code\" : \"out-of-memory\"")
        .contains("\"what\" : \"Too big.\"")
        .contains("\"remedy\" : \"Crop it.\"")
        .contains("\"scan\" : \"sub-01_T2w\"");
  }

  @Test
  void aLaterSuccessTakesTheFailureAwayAndNotTheOtherWayRound() {
    Problem problem = new Problem("model-unknown", "No such model.", "Publish it.");
    SampleRejected rejected =
        new SampleRejected("r", Optional.empty(), Optional.of(upload), problem);
    hear(rejected);
    hear(ready());
    assertThat(door.store.find(KEY + ".FAILED.json")).isEmpty();

    hear(rejected);

    assertThat(door.store.find(KEY + ".FAILED.json")).isEmpty();
  }

  @Test
  void writesNothingForScansThatWereNotDropped() {
    List<String> before = door.keys();

    hear(
        new SampleRejected(
            "r", Optional.empty(), Optional.empty(), new Problem("x", "What.", "Do.")));
    hear(
        new SampleRejected(
            "r",
            Optional.empty(),
            Optional.of(new UploadId("f".repeat(32))),
            new Problem("x", "What.", "Do.")));

    assertThat(door.keys()).isEqualTo(before);
  }

  private void hear(Event event) {
    assertThat(tell.handle(new Heard<>(event, "id", TIME))).isEmpty();
  }

  private SegmentationReady ready() {
    return new SegmentationReady(
        order(),
        artifact("derivatives/seg"),
        List.of(artifact("derivatives/soft")),
        artifact("derivatives/manifest"),
        artifact("derivatives/png"),
        Map.of("cord", 12.5));
  }

  private EvaluationCompleted scores() {
    return new EvaluationCompleted(
        order(),
        artifact("derivatives/seg"),
        artifact("references/r"),
        artifact("derivatives/evaluation"),
        List.of(new Score("cord", "dice_score", 0.9, "1")));
  }

  private SegmentationOrder order() {
    return new SegmentationOrder(
        "request",
        ScanId.require("sub-01_T2w"),
        artifact("raw/a"),
        new ModelRef("cord", SHA, "scanmill", "models/cord/0123456789ab/"),
        Optional.of(upload),
        Optional.empty());
  }

  private static ArtifactRef artifact(String key) {
    return new ArtifactRef("scanmill", key, SHA, 1);
  }
}
