package scanmill.uncertainty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

class RepeatedPredictionsTest {
  private static final GridShape SHAPE = new GridShape(8, 8, 3);
  private static final Spacing MM = new Spacing(1, 1, 1);

  private static float[] rectangle(int i0, int i1, int j0, int j1, float value) {
    float[] data = new float[SHAPE.length()];
    for (int j = j0; j < j1; j++) {
      for (int i = i0; i < i1; i++) {
        data[SHAPE.index(i, j, 1)] = value;
      }
    }
    return data;
  }

  private static ProbabilityMap map(GridShape shape, float[]... channels) {
    return new ProbabilityMap(Grid.of(shape, MM), channels);
  }

  private static RepeatedPredictions of(Support support, float[]... predictions) {
    return of(SHAPE, support, predictions);
  }

  private static RepeatedPredictions of(GridShape shape, Support support, float[]... predictions) {
    RepeatedPredictions repeated = new RepeatedPredictions(Grid.of(shape, MM), 1, support);
    for (float[] prediction : predictions) {
      repeated.add(map(shape, prediction));
    }
    return repeated;
  }

  /** The three rectangles that the original's numbers were computed on. */
  private static RepeatedPredictions rectangles(Support support) {
    return of(
        support,
        rectangle(2, 6, 2, 6, 1),
        rectangle(2, 6, 2, 5, 0.8f),
        rectangle(3, 6, 2, 6, 0.6f));
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }

  private static double[] kinds(float[] values) {
    TreeSet<Double> kinds = new TreeSet<>();
    for (float value : values) {
      kinds.add(Math.rint(value * 1e6) / 1e6);
    }
    return kinds.stream().mapToDouble(kind -> kind).toArray();
  }

  @ParameterizedTest
  @EnumSource(Support.class)
  void agreesWithTheOriginal(Support support) {
    RepeatedPredictions repeated = rectangles(support);
    ProbabilityMap anywhere = repeated.anywhere();
    UncertaintyReport report = repeated.report(anywhere);

    assertThat(kinds(report.map(Measure.SOFT).channel(0)))
        .containsExactly(0, .333333, .533333, .6, .8);
    assertThat(sum(report.map(Measure.SOFT).channel(0))).isEqualTo(10.933334, within(1e-5));
    assertThat(sum(anywhere.channel(0))).isEqualTo(16);
    assertThat(kinds(report.map(Measure.ENTROPY).channel(0)))
        .usingComparatorWithPrecision(1.5e-6)
        .containsExactly(0, .500382, .636494, .672992, .690903);
    assertThat(sum(report.map(Measure.ENTROPY).channel(0))).isEqualTo(9.231621, within(1e-5));
    assertThat(kinds(report.map(Measure.VARIATION).channel(0))).containsExactly(0, .141421);
    assertThat(kinds(report.map(Measure.AGREEMENT).channel(0))).containsExactly(0, .5625);
    assertThat(kinds(report.map(Measure.AVERAGE).channel(0))).containsExactly(0, .576976);
    assertThat(sum(report.map(Measure.AGREEMENT).channel(0))).isEqualTo(16 * .5625);
  }

  @Test
  void measuresWhatPredictionsDifferIn() {
    float[] sure = rectangle(2, 4, 2, 4, 0.7f);
    UncertaintyReport same = of(Support.HALF, sure, sure).report(map(SHAPE, sure));
    int inside = SHAPE.index(2, 2, 1);
    double entropy = -(0.7 * Math.log(0.7) + 0.3 * Math.log(0.3));
    assertThat(same.map(Measure.ENTROPY).channel(0)[inside])
        .isEqualTo((float) entropy, within(3e-5f));
    assertThat(same.map(Measure.MUTUAL_INFORMATION).channel(0)[inside]).isZero();
    assertThat(same.map(Measure.VARIANCE).channel(0)[inside]).isZero();

    // Both are sure, and of the opposite: all of ln 2 is in their difference.
    UncertaintyReport opposed =
        of(Support.HALF, rectangle(2, 4, 2, 4, 1), rectangle(2, 4, 2, 4, 0))
            .report(map(SHAPE, sure));
    assertThat(opposed.map(Measure.MUTUAL_INFORMATION).channel(0)[inside])
        .isEqualTo((float) Math.log(2), within(3e-5f));
    assertThat(opposed.map(Measure.VARIANCE).channel(0)[inside]).isEqualTo(0.25f);
  }

  @Test
  void looksAtHalvesNotAtTraces() {
    // The second prediction has traces of 0.02 around: only the original counts them as volume.
    float[] traces = rectangle(1, 7, 1, 7, 0.02f);
    float[] object = rectangle(2, 6, 2, 6, 1);
    for (int v = 0; v < traces.length; v++) {
      traces[v] = Math.max(traces[v], object[v]);
    }
    ProbabilityMap mask = map(SHAPE, object);
    int inside = SHAPE.index(3, 3, 1);

    UncertaintyReport half = of(Support.HALF, object, traces).report(mask);
    UncertaintyReport any = of(Support.ANY, object, traces).report(mask);

    assertThat(half.map(Measure.AGREEMENT).channel(0)[inside]).isEqualTo(1);
    assertThat(half.map(Measure.VARIATION).channel(0)[inside]).isZero();
    assertThat(any.map(Measure.AGREEMENT).channel(0)[inside]).isEqualTo(16 / 36f, within(1e-6f));
    assertThat(any.map(Measure.VARIATION).channel(0)[inside])
        .isEqualTo(10 / 26f, within(1e-6f)); // 16 and 36: 26 plus or minus 10
  }

  @Test
  void leavesOutObjectsOfOneVoxelAndFindsNothingWhereNoPredictionHasAnything() {
    float[] dot = rectangle(1, 2, 1, 2, 1);
    float[] bar = rectangle(4, 7, 4, 5, 1);
    float[] both = dot.clone();
    for (int v = 0; v < both.length; v++) {
      both[v] += bar[v];
    }
    UncertaintyReport report = of(Support.HALF, dot, dot).report(map(SHAPE, both));

    assertThat(report.map(Measure.VARIATION).channel(0)[SHAPE.index(1, 1, 1)]).isZero();
    assertThat(report.map(Measure.AGREEMENT).channel(0)[SHAPE.index(1, 1, 1)]).isZero();
    assertThat(report.map(Measure.AGREEMENT).channel(0)[SHAPE.index(4, 4, 1)]).isZero();
    assertThat(report.map(Measure.VARIATION).channel(0)[SHAPE.index(4, 4, 1)]).isEqualTo(1);
  }

  @Test
  void representsAnObjectByTheComponentThatHasMostOfIt() {
    GridShape row = new GridShape(12, 1, 1);
    float[] whole = line("############");
    float[] broken = line("##.#######..");
    UncertaintyReport report = of(row, Support.HALF, whole, broken).report(map(row, whole));

    // 12 voxels and 7: all 7 are in both, 12 in any.
    assertThat(report.map(Measure.AGREEMENT).channel(0)).containsOnly(7 / 12f);
    assertThat(report.map(Measure.VARIATION).channel(0)).containsOnly(2.5f / 9.5f);
  }

  @Test
  void letsOneComponentRepresentSeveralObjects() {
    GridShape row = new GridShape(9, 1, 1);
    UncertaintyReport report =
        of(row, Support.HALF, line("###...##."), line("########."))
            .report(map(row, line("###...##.")));

    float[] agreement = report.map(Measure.AGREEMENT).channel(0);
    assertThat(agreement[0]).isEqualTo(3 / 8f);
    assertThat(agreement[6]).isEqualTo(2 / 8f);
    assertThat(agreement[4]).isZero();
  }

  private static float[] line(String drawn) {
    float[] line = new float[drawn.length()];
    for (int n = 0; n < line.length; n++) {
      line[n] = drawn.charAt(n) == '#' ? 1 : 0;
    }
    return line;
  }

  @Test
  void keepsClassesApart() {
    RepeatedPredictions repeated = new RepeatedPredictions(Grid.of(SHAPE, MM), 2, Support.HALF);
    float[] first = rectangle(0, 3, 0, 3, 1);
    float[] second = rectangle(5, 8, 5, 8, 1);
    repeated.add(map(SHAPE, first, second));
    repeated.add(map(SHAPE, first, new float[first.length]));
    UncertaintyReport report = repeated.report(map(SHAPE, first, second));

    assertThat(sum(report.map(Measure.AGREEMENT).channel(0))).isEqualTo(9);
    assertThat(sum(report.map(Measure.AGREEMENT).channel(1))).isZero();
    assertThat(sum(report.map(Measure.VARIATION).channel(1))).isEqualTo(9);
    assertThat(report.find("unc-iou")).containsSame(report.map(Measure.AGREEMENT));
    assertThat(report.find("unc-voxels")).isEmpty();
  }

  @Test
  void agreesWithTheDefinitionOnNoise() {
    GridShape shape = new GridShape(9, 7, 3);
    SplittableRandom random = new SplittableRandom(5);
    for (int round = 0; round < 30; round++) {
      float[][] predictions = new float[4][shape.length()];
      for (float[] prediction : predictions) {
        for (int v = 0; v < prediction.length; v++) {
          prediction[v] = random.nextDouble() < 0.12 ? random.nextInt(1, 11) / 10f : 0;
        }
      }
      RepeatedPredictions repeated = of(shape, Support.ANY, predictions);
      ProbabilityMap mask = repeated.anywhere();
      UncertaintyReport report = repeated.report(mask);
      Definition definition = new Definition(shape, predictions, mask.channel(0));
      assertThat(report.map(Measure.AGREEMENT).channel(0))
          .containsExactly(definition.agreement(), within(1e-6f));
      assertThat(report.map(Measure.VARIATION).channel(0))
          .containsExactly(definition.variation(), within(1e-6f));
    }
  }

  @Test
  void needsTwoPredictionsOfOneShape() {
    float[] one = rectangle(2, 6, 2, 6, 1);
    assertThatThrownBy(() -> of(Support.HALF, one).report(map(SHAPE, one)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("n_it to at least 2");
    assertThatThrownBy(() -> of(Support.HALF, one).add(map(new GridShape(8, 8, 1), new float[64])))
        .hasMessageContaining("8x8x3")
        .hasMessageContaining("8x8x1");
  }
}
