package scanmill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scanmill.specs.StrictJson;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Spacing;

class ObjectOverlapsTest {
  private static final Spacing MM = new Spacing(1, 1, 1);

  private static Comparison boxes() {
    return Comparison.of(Boxes.prediction().map(), Boxes.reference().map(), 0);
  }

  @Test
  void findsAnObjectOfFourVoxelsByOneIfThreeTenthsAreEnough() {
    assertThat(new ObjectRecall(0.3, OverlapUnit.RATIO).score(boxes())).isEqualTo(1);
    assertThat(new ObjectFalseDiscovery(0.3, OverlapUnit.RATIO).score(boxes())).isEqualTo(0.25);
  }

  @Test
  void countsCubicMillimetresInVoxelsOfAHalf() {
    assertThat(new ObjectRecall(0.5, OverlapUnit.MM3).score(boxes())).isEqualTo(1);
    assertThat(new ObjectRecall(1.5, OverlapUnit.MM3).score(boxes())).isEqualTo(2.0 / 3);
  }

  @Test
  void knowsNoRateWithoutObjects() {
    GridShape shape = new GridShape(9, 9, 1);
    Boxes none = Boxes.on(shape, MM);
    Boxes one = Boxes.on(shape, MM).box(2, 5, 2, 5, 0, 1);

    assertThat(recall(none, none)).isNaN();
    assertThat(falseDiscovery(none, none)).isNaN();
    assertThat(recall(one, none)).isNaN();
    assertThat(falseDiscovery(one, none)).isEqualTo(1);
    assertThat(recall(none, one)).isZero();
    assertThat(falseDiscovery(none, one)).isNaN();
  }

  private static double recall(Boxes prediction, Boxes reference) {
    return new ObjectRecall(3, OverlapUnit.VOX)
        .score(Comparison.of(prediction.map(), reference.map(), 0));
  }

  private static double falseDiscovery(Boxes prediction, Boxes reference) {
    return new ObjectFalseDiscovery(3, OverlapUnit.VOX)
        .score(Comparison.of(prediction.map(), reference.map(), 0));
  }

  @Test
  void findsAllOfFourHundredObjectsWhereTheOriginalLosesMost() {
    Boxes many = Boxes.on(new GridShape(80, 80, 1), MM);
    for (int n = 0; n < 400; n++) {
      many.box(4 * (n % 20), 4 * (n % 20) + 2, 4 * (n / 20), 4 * (n / 20) + 2, 0, 1);
    }

    assertThat(recall(many, many)).isEqualTo(1);
    assertThat(falseDiscovery(many, many)).isZero();
  }

  @Test
  void readsAnOverlapAsIvadomedWritesIt() {
    assertThat(Metrics.CATALOG.read("ltpr", StrictJson.parse("{}", ""), ""))
        .isEqualTo(new ObjectRecall(3, OverlapUnit.VOX));
    assertThat(
            Metrics.CATALOG.read(
                "lfdr", StrictJson.parse("{\"thr\": 0.3, \"unit\": \"ratio\"}", ""), ""))
        .isEqualTo(new ObjectFalseDiscovery(0.3, OverlapUnit.RATIO));
    assertThatThrownBy(() -> new ObjectRecall(-1, OverlapUnit.VOX))
        .hasMessageContaining("at least 0");
  }

  private static Map<String, Double> scores(EvaluationPlan plan) {
    Map<String, Double> scores = new LinkedHashMap<>();
    Evaluation.of("sub-01", Boxes.prediction().map(), Boxes.reference().map(), plan)
        .scores()
        .forEach(score -> scores.put(score.column(), score.value()));
    return scores;
  }

  private static EvaluationPlan bySize(boolean mm3) {
    return new EvaluationPlan(
        true, 3, OverlapUnit.VOX, Optional.of(new ObjectSizes(List.of(20.0, 100.0), mm3)), false);
  }

  @Test
  void scoresObjectsBySize() {
    assertThat(scores(bySize(false)))
        .containsEntry("ltpr_0-20vox_class0", 0.0)
        .containsEntry("n_0-20vox_class0", 1.0)
        .containsEntry("ltpr_21-100vox_class0", 1.0)
        .containsEntry("n_21-100vox_class0", 2.0)
        .containsEntry("lfdr_0-20vox_class0", 1.0)
        .containsEntry("lfdr_21-100vox_class0", 0.0)
        .containsEntry("n_101-INFvox_class0", 0.0)
        .containsEntry("ltpr_101-INFvox_class0", Double.NaN);
  }

  @Test
  void namesSizesInCubicMillimetresAsIvadomedDoes() {
    // Voxels of 0.5 mm3: up to 40 voxels (A of 32, B of 4), up to 200 (C of 96).
    assertThat(scores(bySize(true)))
        .containsEntry("n_0.0-40.0mm3_class0", 2.0)
        .containsEntry("n_42.0-200.0mm3_class0", 1.0)
        .containsEntry("n_202.0-INFmm3_class0", 0.0);
  }

  @Test
  void countsAFalseDiscoveryByItsOwnSizeNotByThatOfWhatItTouches() {
    GridShape shape = new GridShape(40, 20, 1);
    Boxes large = Boxes.on(shape, MM).box(0, 10, 0, 10, 0, 1);
    // One voxel of a small object lies in the large one, which is too little to find it.
    Boxes small = Boxes.on(shape, MM).box(9, 12, 9, 11, 0, 1);
    EvaluationPlan plan =
        new EvaluationPlan(
            true, 3, OverlapUnit.VOX, Optional.of(new ObjectSizes(List.of(20.0), false)), false);

    Evaluation evaluation = Evaluation.of("a", small.map(), large.map(), plan);

    assertThat(evaluation.scores().stream().filter(s -> s.column().startsWith("lfdr_")))
        .extracting(Score::column, Score::value)
        .contains(tuple("lfdr_0-20vox_class0", 1.0), tuple("lfdr_21-INFvox_class0", Double.NaN));
  }

  @Test
  void leavesObjectsAndSurfacesOutIfNobodyAsks() {
    EvaluationPlan voxels = new EvaluationPlan(false, 3, OverlapUnit.VOX, Optional.empty(), false);

    assertThat(scores(voxels).keySet())
        .contains("dice_class0", "vol_gt_class0", "mse_class0")
        .doesNotContain("ltpr_class0", "n_gt_class0", "hausdorff_class0", "pq_class0");
    assertThat(scores(EvaluationPlan.DEFAULT)).containsEntry("lfdr_class0", 0.5);
    assertThat(scores(new EvaluationPlan(true, 0.3, OverlapUnit.RATIO, Optional.empty(), true)))
        .containsEntry("ltpr_class0", 1.0)
        .containsEntry("lfdr_class0", 0.25)
        .hasEntrySatisfying("mse_class0", mse -> assertThat(mse).isEqualTo(0.1175, within(1e-9)));
  }

  @Test
  void paintsWhatIsFoundWhatIsSpuriousAndWhatIsMissed() {
    int[] painted = Painting.of(boxes(), EvaluationPlan.DEFAULT).data();

    assertThat(IntStream.of(painted).filter(p -> p == Painting.TRUE_POSITIVE).count())
        .isEqualTo(96);
    assertThat(IntStream.of(painted).filter(p -> p == Painting.FALSE_POSITIVE).count())
        .isEqualTo(13);
    assertThat(IntStream.of(painted).filter(p -> p == Painting.FALSE_NEGATIVE).count())
        .isEqualTo(3);
  }

  @Test
  void measuresPanopticQuality() {
    // A is drawn with 24 of 32, C with 72 of 96; B with 1 of 4, which is no pair. 4 and 3 objects.
    assertThat(new PanopticQuality().score(boxes())).isEqualTo((0.75 + 0.75) / 3.5, within(1e-12));
  }

  @Test
  void pairsAnObjectWithTheOneThatHasMostOfIt() {
    // A row: the prediction covers 1 voxel of the first object, then 6 of the second, then 1 more.
    GridShape row = new GridShape(12, 1, 1);
    Boxes reference = Boxes.on(row, MM).box(0, 2, 0, 1, 0, 1).box(3, 9, 0, 1, 0, 1);
    Boxes prediction = Boxes.on(row, MM).box(1, 10, 0, 1, 0, 1);

    assertThat(new PanopticQuality().score(Comparison.of(prediction.map(), reference.map(), 0)))
        .isEqualTo(2 * (6 / 9.0) / 3, within(1e-12));
  }

  @Test
  void comparesFiveThousandObjectsOfAMicrograph() {
    GridShape shape = new GridShape(2048, 2048, 1);
    Boxes reference = Boxes.on(shape, MM);
    Boxes prediction = Boxes.on(shape, MM);
    for (int n = 0; n < 5000; n++) {
      int i = 28 * (n % 72) + 2;
      int j = 28 * (n / 72) + 2;
      reference.box(i, i + 20, j, j + 20, 0, 1);
      prediction.box(i + 2, i + 22, j, j + 20, 0, 1);
    }
    LabelMap predicted = prediction.labels();
    LabelMap referred = reference.labels();
    Metric recall = new ObjectRecall(3, OverlapUnit.VOX);
    Metric falseDiscovery = new ObjectFalseDiscovery(3, OverlapUnit.VOX);

    Comparison comparison = Comparison.of(predicted, referred, 1);
    double found = recall.score(comparison);
    double spurious = falseDiscovery.score(comparison);
    int[] painted = Painting.of(comparison, EvaluationPlan.DEFAULT).data();

    assertThat(found).isEqualTo(1);
    assertThat(spurious).isZero();
    assertThat(comparison.objects().referred()).isEqualTo(5000);
    assertThat(IntStream.of(painted).filter(p -> p == Painting.TRUE_POSITIVE).count())
        .isEqualTo(5000 * 400);
  }

  @Test
  void refusesLimitsThatDoNotRise() {
    assertThatThrownBy(() -> new ObjectSizes(List.of(20.0, 20.0), false))
        .hasMessageContaining("ascending");
    assertThatThrownBy(() -> new ObjectSizes(List.of(), false)).hasMessageContaining("At least");
  }
}
