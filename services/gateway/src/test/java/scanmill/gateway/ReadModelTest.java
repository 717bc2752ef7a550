package scanmill.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static scanmill.gateway.Facts.RUN;
import static scanmill.gateway.Facts.SCAN;
import static scanmill.gateway.Facts.told;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import scanmill.events.ArtifactRef;
import scanmill.events.DatasetFrozen;
import scanmill.events.ModelPublished;
import scanmill.events.ScanRejected;
import scanmill.events.TrainingCancellationRequested;
import scanmill.events.TrainingCancelled;
import scanmill.events.TrainingFailed;
import scanmill.events.TrainingRequested;
import scanmill.events.TrainingStarted;
import scanmill.ids.RunId;
import scanmill.ids.ScanId;
import scanmill.problems.Problem;

class ReadModelTest {
  private static final ArtifactRef REFERENCE = Facts.artifact("references/x.nii.gz");
  private final ReadModel model = new ReadModel(10, 3);

  private static List<Told> wholeScan() {
    Optional<ArtifactRef> reference = Optional.of(REFERENCE);
    return new ArrayList<>(
        List.of(
            Facts.ingested(0),
            Facts.asked(1),
            Facts.prepared(3, reference),
            Facts.predicted(6, reference),
            Facts.segmented(10, reference),
            Facts.evaluated(15, REFERENCE)));
  }

  @Test
  void followsAScanToItsScores() {
    wholeScan().forEach(model::hear);

    ScanView scan = model.scan("sub-01_T2w").orElseThrow();
    assertThat(scan.state()).isEqualTo("evaluated");
    assertThat(scan.facts().orElseThrow().shape()).containsExactly(4, 5, 6);
    RequestView request = scan.requests().get(0);
    assertThat(request.ended()).isTrue();
    assertThat(request.model()).contains("cord");
    assertThat(request.volumesMm3()).containsExactly(Map.entry("cord", 1234.5));
    assertThat(request.scores().get(0).value()).isEqualTo(0.9);
    assertThat(request.overlay().orElseThrow().key()).isEqualTo("d/seg.png");
    assertThat(request.stages())
        .extracting(stage -> stage.stage() + " " + stage.seconds().orElseThrow())
        .containsExactly("preprocess 2.0", "inference 3.0", "postprocess 4.0", "evaluation 5.0");
  }

  @Test
  void seesTheSameWhateverOrderTopicsAreReadInAndHoweverOften() {
    wholeScan().forEach(model::hear);
    ScanView expected = model.scan("sub-01_T2w").orElseThrow();

    for (int seed = 0; seed < 50; seed++) {
      List<Told> shuffled = wholeScan();
      shuffled.addAll(wholeScan());
      Collections.shuffle(shuffled, new Random(seed));
      ReadModel other = new ReadModel(10, 3);
      shuffled.forEach(other::hear);
      assertThat(other.scan("sub-01_T2w")).contains(expected);
    }
  }

  @Test
  void isDoneWithASegmentationThatHasNothingToBeComparedWith() {
    model.hear(Facts.asked(0));
    model.hear(Facts.prepared(1, Optional.empty()));
    assertThat(model.request(Facts.REQUEST).orElseThrow().ended()).isFalse();

    model.hear(Facts.segmented(2, Optional.empty()));
    assertThat(model.request(Facts.REQUEST).orElseThrow().ended()).isTrue();
  }

  @Test
  void takesAFailureBackWhenAskingAgainWorked() {
    model.hear(Facts.asked(0));
    model.hear(Facts.prepared(1, Optional.empty()));
    model.hear(Facts.predictionFailed(2));
    RequestView failed = model.request(Facts.REQUEST).orElseThrow();
    assertThat(failed.state()).isEqualTo("failed");
    assertThat(failed.problem().orElseThrow().remedy()).isEqualTo("Ask again.");

    model.hear(Facts.predicted(5, Optional.empty()));
    RequestView again = model.request(Facts.REQUEST).orElseThrow();
    assertThat(again.state()).isEqualTo("predicted");
    assertThat(again.problem()).isEmpty();
  }

  @Test
  void showsAnUploadThatIsNoScanUnderItsUploadId() {
    Problem problem = new Problem("nifti-truncated", "Cut short.", "Upload it again.");
    model.hear(told(0, new ScanRejected(Facts.UPLOAD, Optional.empty(), problem)));

    ScanView rejected = model.scan(Facts.UPLOAD.toString()).orElseThrow();
    assertThat(rejected.state()).isEqualTo("rejected");
    assertThat(rejected.problem()).contains(problem);
    assertThat(rejected.scan()).isEmpty();
  }

  @Test
  void acceptsAScanThatWasRepairedAfterItWasRejected() {
    Problem problem = new Problem("nifti-truncated", "Cut short.", "Upload it again.");
    model.hear(told(0, new ScanRejected(Facts.UPLOAD, Optional.of(SCAN), problem)));
    model.hear(Facts.ingested(9));

    ScanView scan = model.scan(SCAN.toString()).orElseThrow();
    assertThat(scan.state()).isEqualTo("ingested");
    assertThat(scan.problem()).isEmpty();
  }

  @Test
  void followsARunToItsModel() {
    model.hear(told(0, new TrainingRequested(Optional.of(RUN), Map.of("model_name", "cord"))));
    assertThat(model.run(RUN).orElseThrow().state()).isEqualTo("requested");

    model.hear(told(1, new DatasetFrozen(RUN, Facts.artifact("training/run-1/d.json"), 6, 2, 2)));
    assertThat(model.run(RUN).orElseThrow().state()).isEqualTo("prepared");

    model.hear(told(2, new TrainingStarted(RUN, "cpu", 2, 1)));
    model.hear(Facts.epoch(5, 2, 2));
    model.hear(Facts.epoch(4, 1, 2));
    RunView going = model.run(RUN).orElseThrow();
    assertThat(going.state()).isEqualTo("training");
    assertThat(going.epochs()).isEqualTo(2);
    assertThat(going.history()).extracting(EpochView::epoch).containsExactly(1, 2);

    model.hear(Facts.published(6));
    RunView done = model.run(RUN).orElseThrow();
    assertThat(done.state()).isEqualTo("published");
    assertThat(done.ended()).isTrue();
    assertThat(done.model()).contains(Facts.MODEL);
    assertThat(done.scores()).containsEntry("dice_score", 0.91);
  }

  @Test
  void takesAPackageThatWasMadeElsewhereForNoRun() {
    RunId registered = new RunId("registered-0123456789ab");
    model.hear(told(1, new ModelPublished(registered, Facts.MODEL, List.of(), Map.of())));
    assertThat(model.runs(10)).isEmpty();
  }

  @Test
  void goesOnWithARunThatIsTakenUpAgainAfterItFailed() {
    Problem problem = new Problem("disk-full", "No room.", "Make room.");
    model.hear(told(1, new TrainingStarted(RUN, "cpu", 9, 1)));
    model.hear(told(2, new TrainingFailed(RUN, problem, Optional.empty())));
    assertThat(model.run(RUN).orElseThrow().problem()).contains(problem);

    model.hear(told(3, new TrainingStarted(RUN, "cpu", 9, 4)));
    RunView run = model.run(RUN).orElseThrow();
    assertThat(run.state()).isEqualTo("training");
    assertThat(run.problem()).isEmpty();
  }

  @Test
  void saysThatARunIsStoppingUntilItHas() {
    model.hear(told(1, new TrainingStarted(RUN, "cpu", 9, 1)));
    model.hear(told(2, new TrainingCancellationRequested(RUN)));
    assertThat(model.run(RUN).orElseThrow().cancelling()).isTrue();
    assertThat(model.run(RUN).orElseThrow().state()).isEqualTo("training");

    model.hear(told(3, new TrainingCancelled(RUN, Optional.empty())));
    assertThat(model.run(RUN).orElseThrow().cancelling()).isFalse();
    assertThat(model.run(RUN).orElseThrow().state()).isEqualTo("cancelled");
  }

  @Test
  void forgetsTheScansThatWereNotTouchedForLongest() {
    for (int i = 0; i < 25; i++) {
      ScanId scan = ScanId.of("s" + i, "T2w");
      Problem problem = new Problem("x", "x", "x");
      model.hear(told(i, new ScanRejected(Facts.UPLOAD, Optional.of(scan), problem)));
    }
    assertThat(model.scans(100))
        .extracting(ScanView::id)
        .hasSize(10)
        .startsWith("sub-s24_T2w")
        .endsWith("sub-s15_T2w");
  }
}
