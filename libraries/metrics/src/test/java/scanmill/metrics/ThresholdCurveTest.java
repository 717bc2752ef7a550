package scanmill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ThresholdCurveTest {

  private static float[] row(double... values) {
    float[] row = new float[values.length];
    for (int n = 0; n < row.length; n++) {
      row[n] = (float) values[n];
    }
    return row;
  }

  @Test
  void goesUpInStepsToBelowOne() {
    assertThat(new ThresholdCurve(0.1).thresholds())
        .containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9);
    assertThat(new ThresholdCurve(0.05).thresholds()).hasSize(19).endsWith(0.95);
    assertThat(new ThresholdCurve(0.3).thresholds()).containsExactly(0.3, 0.6, 0.9);
    assertThat(new ThresholdCurve(0.5).thresholds()).containsExactly(0.5);
    assertThatThrownBy(() -> new ThresholdCurve(1)).hasMessageContaining("0 to 1");
  }

  @Test
  void findsTheHighestOfTheBestThresholdsByDice() {
    ThresholdCurve curve = new ThresholdCurve(0.1);
    // Perfect from 0.4 to 0.6, where what is true and what is not are apart.
    curve.add(row(0.1, 0.35, 0.6, 0.9), row(0, 0, 1, 1));

    assertThat(curve.bestByDice()).isEqualTo(0.6);
    assertThat(curve.meanDice()[5]).isEqualTo(1);
    assertThat(curve.meanDice()[0]).isEqualTo(4 / 6.0); // all four are taken, two are right
    assertThat(curve.meanDice()[8]).isEqualTo(2 / 3.0);
  }

  @Test
  void averagesOverScansNotOverVoxels() {
    ThresholdCurve curve = new ThresholdCurve(0.25);
    curve.add(row(0.3, 0.3, 0.3, 0.3, 0.3, 0.3), row(1, 1, 1, 1, 1, 1));
    curve.add(row(0.8, 0.3), row(1, 0));
    curve.add(row(0.6, 0.3), row(1, 0));
    curve.add(row(0, 0), row(0, 0));

    assertThat(curve.meanDice())
        .usingComparatorWithPrecision(1e-12)
        .containsExactly((1 + 2 / 3.0 + 2 / 3.0) / 3, 2 / 3.0, 1 / 3.0);
    assertThat(curve.bestByDice()).isEqualTo(0.25);
  }

  @Test
  void findsTheThresholdFarthestFromChance() {
    ThresholdCurve curve = new ThresholdCurve(0.1);
    for (int n = 0; n < 10; n++) {
      curve.add(row(n / 10.0), row(n >= 4 ? 1 : 0));
      curve.add(row(n / 10.0), row(n >= 6 ? 1 : 0));
    }

    // At 0.4: 10 of 10 true, 2 of 10 others. At 0.6: 8 of 10 true, none of the others. A tie.
    assertThat(curve.truePositiveRate()[3]).isEqualTo(1);
    assertThat(curve.falsePositiveRate()[3]).isEqualTo(0.2);
    assertThat(curve.truePositiveRate()[5]).isEqualTo(0.8);
    assertThat(curve.falsePositiveRate()[5]).isZero();
    assertThat(curve.bestByRates()).isEqualTo(0.6);
  }

  @Test
  void knowsNoBestWithoutForeground() {
    ThresholdCurve curve = new ThresholdCurve(0.1);
    curve.add(row(0, 0), row(0, 0));

    assertThat(curve.bestByDice()).isNaN();
    assertThat(curve.bestByRates()).isNaN();
  }

  @Test
  void agreesWithCuttingAtEveryThreshold() {
    SplittableRandom random = new SplittableRandom(4);
    ThresholdCurve curve = new ThresholdCurve(0.05);
    double[] sums = new double[19];
    for (int scan = 0; scan < 5; scan++) {
      float[] p = new float[300];
      float[] t = new float[300];
      for (int v = 0; v < p.length; v++) {
        p[v] = random.nextInt(21) / 20f;
        t[v] = random.nextInt(2);
      }
      curve.add(p, t);
      for (int n = 0; n < 19; n++) {
        float[] cut = new float[300];
        for (int v = 0; v < p.length; v++) {
          cut[v] = p[v] >= (float) ((n + 1) * 0.05) ? 1 : 0;
        }
        sums[n] += Overlap.of(cut, t).dice() / 5;
      }
    }
    assertThat(curve.meanDice()).containsExactly(sums, within(1e-9));
  }
}
