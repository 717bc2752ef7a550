package scanmill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Classification, calibration, and error by uncertainty. */
class ReliabilityTest {

  @Test
  void countsImagesAndRanksThem() {
    // Of the pairs (0.9, 0.4 true; 0.4, 0.3, 0.1 not) 5 are in order and one is tied.
    Classification images =
        Classification.of(
            new double[] {0.9, 0.4, 0.4, 0.3, 0.1}, new double[] {1, 1, 0, 0, 0}, 0.35);

    assertThat(images.auc()).isEqualTo(5.5 / 6, within(1e-12));
    assertThat(images.accuracy()).isEqualTo(0.8);
    assertThat(images.balancedAccuracy()).isEqualTo((1 + 2 / 3.0) / 2, within(1e-12));
    assertThat(images.scores())
        .containsEntry("recall", 1.0)
        .containsEntry("precision", 2 / 3.0)
        .containsEntry("specificity", 2 / 3.0)
        .containsEntry("f1", 0.8);
  }

  @Test
  void knowsNoRanksOfOneKind() {
    assertThat(Classification.of(new double[] {0.1, 0.2}, new double[] {1, 1}, 0.5).auc()).isNaN();
    assertThat(Classification.of(new double[0], new double[0], 0.5).accuracy()).isNaN();
  }

  @Test
  void measuresHowFarProbabilitiesAreFromFrequencies() {
    Calibration calibration = new Calibration(10);
    float[] sure = new float[10];
    Arrays.fill(sure, 0.95f);
    float[] unsure = new float[30];
    Arrays.fill(unsure, 0.25f);
    float[] some = new float[10]; // 6 of 10
    Arrays.fill(some, 0, 6, 1);
    float[] few = new float[30]; // 9 of 30
    Arrays.fill(few, 0, 9, 1);
    calibration.add(sure, some);
    calibration.add(unsure, few);

    assertThat(calibration.curve()).hasSize(2);
    assertThat(calibration.curve().get(0).voxels()).isEqualTo(30);
    assertThat(calibration.curve().get(0).observed()).isEqualTo(0.3, within(1e-9));
    assertThat(calibration.curve().get(1).predicted()).isEqualTo(0.95, within(1e-6));
    assertThat(calibration.expectedError()).isEqualTo((30 * 0.05 + 10 * 0.35) / 40, within(1e-6));
    assertThat(calibration.largestError()).isEqualTo(0.35, within(1e-6));
    double brier = (6 * 0.05 * 0.05 + 4 * 0.95 * 0.95 + 9 * 0.75 * 0.75 + 21 * 0.25 * 0.25) / 40;
    assertThat(calibration.brier()).isEqualTo(brier, within(1e-6));
  }

  @Test
  void findsNothingWrongWithCertaintiesThatAreRight() {
    Calibration calibration = new Calibration(15);
    calibration.add(new float[] {0, 1, 1, 0}, new float[] {0, 1, 1, 0});

    assertThat(calibration.expectedError()).isZero();
    assertThat(calibration.brier()).isZero();
    assertThat(new Calibration(15).expectedError()).isNaN();
  }

  @Test
  void drawsErrorOverUncertainty() {
    ErrorByUncertainty errors = new ErrorByUncertainty(0.8, 4);
    errors.add(
        new float[] {0, 0.1f, 0.15f, 0.3f, 0.7f, 0.8f},
        new float[] {0, 1, 0.4f, 0.6f, 0.9f, 0.1f},
        new float[] {0, 1, 0, 0, 0, 0});

    assertThat(errors.curve())
        .extracting(ErrorByUncertainty.Point::voxels)
        .containsExactly(3L, 1L, 0L, 2L);
    assertThat(errors.curve())
        .extracting(ErrorByUncertainty.Point::error)
        .containsExactly(0.0, 1.0, Double.NaN, 0.5);
    assertThat(errors.curve())
        .extracting(ErrorByUncertainty.Point::kept)
        .containsExactly(0.5, 4 / 6.0, 4 / 6.0, 1.0);
    assertThat(errors.curve())
        .extracting(ErrorByUncertainty.Point::errorOfKept)
        .containsExactly(0.0, 0.25, 0.25, 2 / 6.0);
  }
}
