package scanmill.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import scanmill.events.ArtifactRef;
import scanmill.events.EvaluationCompleted;
import scanmill.events.EvaluationFailed;
import scanmill.events.Event;
import scanmill.events.ModelRef;
import scanmill.events.Score;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationReady;
import scanmill.ids.ScanId;
import scanmill.kit.EventJson;
import scanmill.kit.Heard;
import scanmill.kit.InMemoryObjectStore;
import scanmill.kit.ObjectStore;
import scanmill.kit.ScanEvaluation;
import scanmill.testsupport.Crash;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.Spacing;

class EvaluateTest {
  private static final Grid GRID = Grid.of(new GridShape(4, 2, 1), new Spacing(1, 1, 2));
  private static final String SEG =
      "derivatives/cord-000000000000/sub-01/anat/sub-01_T2w_desc-01234567_dseg.nii.gz";

  private final InMemoryObjectStore store = new InMemoryObjectStore();
  private final Evaluate evaluate = new Evaluate(store);

  @Test
  void scoresEveryClassByName() throws IOException {
    ArtifactRef seg = labels(SEG, GRID, 1, 1, 1, 0, 2, 2, 0, 0);
    ArtifactRef reference = labels("references/r.nii.gz", GRID, 1, 1, 0, 0, 2, 2, 2, 2);

    EvaluationCompleted completed = completed(handle(ready(seg, Optional.of(reference))));

    assertThat(score(completed, "cord", "dice_score")).isCloseTo(2 * 2 / 5.0, Offset.offset(1e-9));
    assertThat(score(completed, "lesion", "dice_score"))
        .isCloseTo(2 * 2 / 6.0, Offset.offset(1e-9));
    assertThat(score(completed, "cord", "vol_pred")).isEqualTo(6); // 3 voxels of 2 mm3
    assertThat(completed.scores())
        .filteredOn(score -> score.metric().equals("vol_pred"))
        .extracting(Score::unit)
        .containsOnly("mm3");
    assertThat(completed.reference()).isEqualTo(reference);
    assertThat(completed.report().key())
        .isEqualTo(
            SEG.replace("_dseg.nii.gz", "")
                + "_ref-"
                + reference.sha256().substring(0, 8)
                + "_evaluation.json");
    assertThat(new String(store.read(completed.report()), StandardCharsets.UTF_8))
        .contains("\"dice_score\"")
        .contains(reference.sha256())
        .contains(seg.sha256());
    assertThat(text(completed.page().orElseThrow()))
        .startsWith("<!DOCTYPE html>")
        .contains("lesion", "data:image/png");
    assertThat(text(completed.table().orElseThrow()))
        .startsWith("image_id,vol_pred_class0")
        .contains("\nsub-01_T2w,6.0");
    assertThat(EventJson.read(store.read(completed.report()), ScanEvaluation.class))
        .satisfies(
            read -> {
              assertThat(read.scan()).isEqualTo(ScanId.require("sub-01_T2w"));
              assertThat(read.page()).isEqualTo(completed.page().orElseThrow());
              assertThat(read.counts().orElseThrow())
                  .containsExactly(
                      new ScanEvaluation.Counts(2, 1, 0, 5), new ScanEvaluation.Counts(2, 0, 2, 4));
              assertThat(store.read(read.picture().orElseThrow())).startsWith(0x89, 'P', 'N', 'G');
            });
  }

  @Test
  void saysNothingWithoutAReference() throws IOException {
    assertThat(handle(ready(labels(SEG, GRID, 0, 0, 0, 0, 0, 0, 0, 0), Optional.empty())))
        .isEmpty();
  }

  @Test
  void writesNullWhereAScoreDoesNotExist() throws IOException {
    ArtifactRef empty = labels(SEG, GRID, 0, 0, 0, 0, 0, 0, 0, 0);
    ArtifactRef reference = labels("references/r.nii.gz", GRID, 1, 0, 0, 0, 0, 0, 0, 0);

    EvaluationCompleted completed = completed(handle(ready(empty, Optional.of(reference))));

    assertThat(score(completed, "cord", "hausdorff")).isNaN();
    assertThat(new String(store.read(completed.report()), StandardCharsets.UTF_8))
        .contains("null")
        .doesNotContain("NaN");
  }

  @Test
  void failsWhereTheReferenceLiesOnAnotherGrid() throws IOException {
    Grid other = Grid.of(new GridShape(4, 2, 1), new Spacing(1, 2, 2));
    ArtifactRef seg = labels(SEG, GRID, 1, 1, 1, 0, 2, 2, 0, 0);
    ArtifactRef reference = labels("references/r.nii.gz", other, 1, 1, 1, 0, 2, 2, 0, 0);

    assertThat(handle(ready(seg, Optional.of(reference))))
        .singleElement()
        .isInstanceOfSatisfying(
            EvaluationFailed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo("reference-other-grid"));
  }

  @Test
  void failsWhereTheReferenceIsNoLabelMap() throws IOException {
    ArtifactRef seg = labels(SEG, GRID, 1, 1, 1, 0, 2, 2, 0, 0);
    ArtifactRef reference = store.put("references/r.nii.gz", new byte[400]);

    assertThat(handle(ready(seg, Optional.of(reference))))
        .singleElement()
        .isInstanceOf(EvaluationFailed.class);
  }

  @Test
  void failsWhereTheReferenceWasReplacedMeanwhile() throws IOException {
    ArtifactRef seg = labels(SEG, GRID, 1, 1, 1, 0, 2, 2, 0, 0);
    ArtifactRef reference = labels("references/r.nii.gz", GRID, 1, 1, 0, 0, 2, 2, 2, 2);
    ArtifactRef unused = labels("references/r.nii.gz", GRID, 1, 1, 1, 1, 2, 2, 2, 2);

    assertThat(handle(ready(seg, Optional.of(reference))))
        .singleElement()
        .isInstanceOfSatisfying(
            EvaluationFailed.class,
            failed -> assertThat(failed.problem().code()).isEqualTo("object-changed"));
  }

  @Test
  void repeatsTheSameReportAndEventWhereverItDied() throws IOException {
    ArtifactRef seg = labels(SEG, GRID, 1, 1, 1, 0, 2, 2, 0, 0);
    ArtifactRef reference = labels("references/r.nii.gz", GRID, 1, 1, 0, 0, 2, 2, 2, 2);
    Heard<SegmentationReady> heard = ready(seg, Optional.of(reference));
    List<Event> undisturbed = handle(heard);
    int calls = 0;
    for (Crash crash = Crash.after(1); ; crash = Crash.after(++calls + 1)) {
      Crash dying = crash;
      Evaluate dies = new Evaluate(dying.around(ObjectStore.class, store));
      try {
        List<Event> unused = dies.handle(heard);
      } catch (Crash.Happened expected) {
        assertThat(handle(heard)).isEqualTo(undisturbed);
      }
      if (!dying.happened()) {
        break;
      }
    }
    assertThat(calls).isEqualTo(8); // manifest, two label maps, scan, picture, table, page, report
  }

  @Test
  void letsABucketThatIsAwayBeTriedAgain() throws IOException {
    ArtifactRef seg = labels(SEG, GRID, 1, 1, 1, 0, 2, 2, 0, 0);
    Heard<SegmentationReady> heard = ready(seg, Optional.of(seg));
    store.away(true);

    assertThatThrownBy(() -> handle(heard)).isInstanceOf(scanmill.kit.StoreException.class);
  }

  private String text(ArtifactRef artifact) {
    return new String(store.read(artifact), StandardCharsets.UTF_8);
  }

  private List<Event> handle(Heard<SegmentationReady> heard) throws IOException {
    return evaluate.handle(heard);
  }

  private static EvaluationCompleted completed(List<Event> events) {
    assertThat(events).singleElement().isInstanceOf(EvaluationCompleted.class);
    return (EvaluationCompleted) events.get(0);
  }

  private static double score(EvaluationCompleted completed, String label, String metric) {
    return completed.scores().stream()
        .filter(score -> score.label().equals(label) && score.metric().equals(metric))
        .mapToDouble(Score::value)
        .findFirst()
        .orElseThrow();
  }

  private Heard<SegmentationReady> ready(ArtifactRef seg, Optional<ArtifactRef> reference) {
    ArtifactRef manifest =
        store.put(
            "derivatives/m.json",
            "{\"labels\": [\"cord\", \"lesion\"]}".getBytes(StandardCharsets.UTF_8));
    SegmentationOrder order =
        new SegmentationOrder(
            "request",
            ScanId.require("sub-01_T2w"),
            seg,
            new ModelRef("cord", "0".repeat(64), "scanmill", "models/cord/000000000000/"),
            Optional.empty(),
            reference);
    return new Heard<>(
        new SegmentationReady(order, seg, List.of(), manifest, manifest, Map.of()),
        "id",
        Instant.EPOCH);
  }

  private ArtifactRef labels(String key, Grid grid, int... values) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Nifti.write(out, "labels.nii.gz", new LabelMap(grid, values), NiftiHeader.of(grid));
    return store.put(key, out.toByteArray());
  }
}
