package scanmill.metrics;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

class EvaluationTest {

  private static double value(Evaluation evaluation, String column) {
    return evaluation.scores().stream()
        .filter(score -> score.column().equals(column))
        .mapToDouble(Score::value)
        .findFirst()
        .orElseThrow();
  }

  private static void assertOriginalNumbers(Evaluation evaluation) {
    Map<String, Double> expected =
        Map.ofEntries(
            entry("vol_pred_class0", 54.5),
            entry("vol_gt_class0", 66.0),
            entry("rvd_class0", 0.174242),
            entry("avd_class0", 0.174242),
            entry("dice_class0", 0.804979),
            entry("recall_class0", 0.734848),
            entry("precision_class0", 0.889908),
            entry("specificity_class0", 0.994709),
            entry("n_pred_class0", 4.0),
            entry("n_gt_class0", 3.0),
            entry("ltpr_class0", 0.666667),
            entry("lfdr_class0", 0.5),
            entry("mse_class0", 47.0 / 2400));
    expected.forEach(
        (column, number) ->
            assertThat(value(evaluation, column)).as(column).isEqualTo(number, within(6e-7)));
  }

  @Test
  void scoresBoxesAsTheOriginalDoes() {
    assertOriginalNumbers(
        Evaluation.of("sub-01", Boxes.prediction().map(), Boxes.reference().map()));
    assertOriginalNumbers(
        Evaluation.of("sub-01", Boxes.prediction().labels(), Boxes.reference().labels(), 1));
  }

  @Test
  void turnsAReferenceThatWasWrittenTheOtherWayRound() {
    assertOriginalNumbers(
        Evaluation.of(
            "sub-01",
            Boxes.prediction().map(),
            Boxes.reference().map().reoriented(new Orientation("SLP"))));
  }

  @Test
  void acceptsAReferenceWhoseHeaderDiffersInTheLastDigits() {
    ProbabilityMap reference = Boxes.reference().map();
    Affine nearly = Affine.of(0.5000001, 0, 0, 1e-4, 0, 0.5, 0, 0, 0, 0, 2, 0);

    assertOriginalNumbers(
        Evaluation.of(
            "sub-01",
            Boxes.prediction().map(),
            new ProbabilityMap(
                new Grid(reference.shape(), nearly), new float[][] {reference.channel(0)})));
  }

  @Test
  void refusesAReferenceOnAnotherGridAndNamesBoth() {
    Boxes coarse = Boxes.on(new GridShape(20, 20, 6), new Spacing(1, 0.5, 2));
    Boxes small = Boxes.on(new GridShape(20, 19, 6), new Spacing(0.5, 0.5, 2));

    assertThatThrownBy(() -> Evaluation.of("a", Boxes.prediction().map(), coarse.map()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[0.5, ")
        .hasMessageContaining("[1.0, ")
        .hasMessageContaining("reference-other-grid");
    assertThatThrownBy(() -> Evaluation.of("a", Boxes.prediction().labels(), small.labels(), 1))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("20x20x6")
        .hasMessageContaining("20x19x6");
  }

  @Test
  void refusesAReferenceWithAnotherNumberOfClasses() {
    ProbabilityMap one = Boxes.reference().map();
    ProbabilityMap two =
        new ProbabilityMap(one.grid(), new float[][] {one.channel(0), one.channel(0)});

    assertThatThrownBy(() -> Evaluation.of("a", one, two))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("has 1, the reference 2");
  }

  static List<Metric> everyMetric() {
    return Metrics.ALL;
  }

  @ParameterizedTest
  @MethodSource("everyMetric")
  void givesEqualMasksThePerfectScore(Metric metric) {
    double score = metric.score(Comparison.of(Boxes.reference().map(), Boxes.reference().map(), 0));

    switch (metric.direction()) {
      case HIGHER_IS_BETTER -> assertThat(score).isEqualTo(1);
      case LOWER_IS_BETTER, CLOSER_TO_ZERO_IS_BETTER -> assertThat(score).isZero();
      case DESCRIPTIVE -> assertThat(score).isEqualTo(metric.unit() == Unit.MM3 ? 66 : 3);
    }
  }

  @ParameterizedTest
  @MethodSource("everyMetric")
  void givesAWorsePredictionAWorseScore(Metric metric) {
    double score =
        metric.score(Comparison.of(Boxes.prediction().map(), Boxes.reference().map(), 0));

    switch (metric.direction()) {
      case HIGHER_IS_BETTER -> assertThat(score).isBetween(0.4, 0.999);
      case LOWER_IS_BETTER, CLOSER_TO_ZERO_IS_BETTER -> assertThat(score).isBetween(0.01, 10.0);
      case DESCRIPTIVE -> assertThat(score).isIn(54.5, 66.0, 4.0, 3.0);
    }
  }

  @ParameterizedTest
  @MethodSource("everyMetric")
  void survivesEmptyMasksOnEitherSide(Metric metric) {
    ProbabilityMap empty = Boxes.on(new GridShape(20, 20, 6), new Spacing(0.5, 0.5, 2)).map();
    ProbabilityMap some = Boxes.reference().map();

    for (Comparison comparison :
        List.of(
            Comparison.of(empty, empty, 0),
            Comparison.of(empty, some, 0),
            Comparison.of(some, empty, 0))) {
      assertThat(metric.score(comparison))
          .satisfies(s -> assertThat(Double.isInfinite(s)).isFalse());
    }
  }

  @ParameterizedTest
  @MethodSource("everyMetric")
  void isFoundByItsNameAndComesBackFromItsJson(Metric metric) {
    assertThat(Metrics.CATALOG.nameOf(metric)).isEqualTo(metric.name());
    assertThat(Metrics.CATALOG.read(metric.name(), Metrics.CATALOG.write(metric), ""))
        .isEqualTo(metric);
    assertThatThrownBy(
            () -> Metrics.CATALOG.read(metric.name() + "s", StrictJson.parse("{}", ""), ""))
        .hasMessageContaining("Did you mean \"" + metric.name() + "\"");
  }

  @Test
  void writesATableWithARowPerPredictionAndAColumnPerClassAndMetric() {
    ProbabilityMap one = Boxes.reference().map();
    float[] none = new float[one.channel(0).length];
    ProbabilityMap two = new ProbabilityMap(one.grid(), new float[][] {one.channel(0), none});

    String csv =
        new EvaluationTable(
                List.of(
                    Evaluation.of("sub-01,\"left\"", one, one), Evaluation.of("sub-02", two, two)))
            .csv();

    List<String> lines = csv.lines().toList();
    List<String> header = Arrays.asList(lines.get(0).split(",", -1));
    assertThat(lines).hasSize(3);
    assertThat(header).hasSize(41).startsWith("image_id", "vol_pred_class0", "vol_gt_class0");
    assertThat(header).contains("dice_class0", "dice_class1", "hausdorff95_class1");
    assertThat(lines.get(1)).startsWith("\"sub-01,\"\"left\"\"\",66.0,66.0,0.0,0.0,1.0,");
    List<String> second = Arrays.asList(lines.get(2).split(",", -1));
    assertThat(second).hasSize(41);
    assertThat(second.get(header.indexOf("dice_class0"))).isEqualTo("1.0");
    assertThat(second.get(header.indexOf("dice_class1"))).isEmpty();
    assertThat(second.get(header.indexOf("vol_gt_class1"))).isEqualTo("0.0");
  }

  @Test
  void writesTheColumnsThatAreAskedFor() {
    Evaluation evaluation =
        Evaluation.of(
            "a",
            Boxes.prediction().map(),
            Boxes.reference().map(),
            List.of(new DiceScore(), new ObjectRecall(0.3, OverlapUnit.RATIO)));

    assertThat(new EvaluationTable(List.of(evaluation)).csv())
        .isEqualTo("image_id,dice_class0,ltpr_class0\na,0.8049792531120332,1.0\n");
  }

  @Test
  void dividesTheSquaredErrorByOneSliceOnlyIfIvadomedIsToBeFollowed() {
    Comparison boxes = Comparison.of(Boxes.prediction().map(), Boxes.reference().map(), 0);

    assertThat(new MeanSquaredError(true).score(boxes)).isEqualTo(0.1175, within(1e-12));
    assertThat(new MeanSquaredError(false).score(boxes)).isEqualTo(47.0 / 2400, within(1e-12));
  }

  @Test
  void averagesDiceOverClassesAnEmptyOneCountingInFull() {
    ProbabilityMap one = Boxes.reference().map();
    float[] none = new float[one.channel(0).length];
    ProbabilityMap truth = new ProbabilityMap(one.grid(), new float[][] {one.channel(0), none});
    ProbabilityMap wrong = new ProbabilityMap(one.grid(), new float[][] {none, none});

    assertThat(Evaluation.of("a", truth, truth).multiClassDice()).isEqualTo(1);
    assertThat(Evaluation.of("a", wrong, truth).multiClassDice()).isEqualTo(0.5);
  }
}
