package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static scanmill.networks.LossMeter.gradient;
import static scanmill.networks.LossMeter.single;
import static scanmill.networks.LossMeter.value;

import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.engine.LossFunction;
import scanmill.engine.Native;
import scanmill.specs.StrictJson;

final class LossesTest {
  /** Two classes of one sample: prediction and target of ivadomed's golden values. */
  private static final double[] PREDICTION = {.9, .2, .4, .7, .05, .6, .3, .1};

  private static final double[] TARGET = {1, 0, 0, 1, 0, 1, 0, 0};
  private static final double[] ZEROS = new double[8];

  @BeforeAll
  static void load() {
    Native.load();
  }

  static Stream<LossFunction> losses() {
    return Losses.CATALOG.names().stream()
        .map(name -> Losses.CATALOG.read(name, StrictJson.parse(arguments(name), name), name));
  }

  /** Defaults, where there are any. */
  private static String arguments(String name) {
    return switch (name) {
      case "LossCombination" -> "{\"losses_list\": [\"DiceLoss\", \"BoundaryLoss\"]}";
      case "ClassWeightedLoss" ->
          "{\"class_weights\": [1, 3], \"loss\": {\"name\": \"TverskyLoss\"}}";
      case "DeepSupervisionLoss" -> "{\"loss\": {\"name\": \"DiceCrossEntropyLoss\"}}";
      default -> "{}";
    };
  }

  @Test
  void giveEmptyMasksFullMarksInDice() {
    assertThat(value(new DiceLoss(1), ZEROS, ZEROS)).isEqualTo(-1);
    assertThat(value(new DiceLoss(1), new double[4], new double[] {1, 0, 0, 1}))
        .isCloseTo(-1 / 3.0, within(1e-12));
  }

  @Test
  void takeSoftTargets() {
    double[] half = {.5, .5, .5, .5};
    // -(2 * 4 * 0.25 + 1) / (2 + 2 + 1)
    assertThat(value(new DiceLoss(1), half, half)).isCloseTo(-0.6, within(1e-12));
    assertThat(value(new BinaryCrossEntropyLoss(), half, half))
        .isCloseTo(Math.log(2), within(1e-12));
    double[] quarter = {.25, .25, .25, .25};
    assertThat(value(new BinaryCrossEntropyLoss(), quarter, half))
        .isCloseTo(-.5 * Math.log(.25) - .5 * Math.log(.75), within(1e-12));
  }

  @Test
  void cutOffTheCrossEntropyOfACertainMistake() {
    double[] wrong = {1, 0, 1, 0};
    double[] right = {0, 1, 0, 1};
    assertThat(value(new BinaryCrossEntropyLoss(), wrong, right)).isEqualTo(100);
    for (double slope : gradient(new BinaryCrossEntropyLoss(), wrong, right)) {
      assertThat(slope).isFinite().isNotZero();
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void areLowerForABetterPrediction(LossFunction loss) {
    double[] better = PREDICTION.clone();
    for (int i = 0; i < better.length; i++) {
      better[i] = (better[i] + TARGET[i]) / 2;
    }
    double worst = value(loss, ZEROS, TARGET);
    double middle = value(loss, PREDICTION, TARGET);
    double best = value(loss, better, TARGET);
    assertThat(worst).isFinite().isGreaterThan(middle);
    assertThat(middle).isGreaterThan(best);
    assertThat(best).isGreaterThan(value(loss, TARGET, TARGET));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void areTheSameInSinglePrecisionAndIn3d(LossFunction loss) {
    double expected = value(loss, PREDICTION, TARGET);
    assertThat(single(loss, new Shape(1, 2, 2, 2), PREDICTION, TARGET))
        .isCloseTo(expected, within(2e-6 * Math.max(1, Math.abs(expected))));
    assertThat(single(loss, new Shape(1, 2, 2, 1, 2), PREDICTION, TARGET))
        .isCloseTo(expected, within(2e-6 * Math.max(1, Math.abs(expected))));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void takeARowOfNumbersPerSampleUnlessTheyNeedVoxels(LossFunction loss) {
    double[] prediction = {.9, .2, .4, .6};
    double[] target = {1, 0, 0, 1};
    Shape rows = new Shape(2, 2);
    if (loss instanceof BoundaryLoss || loss instanceof LossCombination) {
      assertThatThrownBy(() -> value(loss, rows, prediction, target))
          .hasMessageContaining("tells voxels apart");
    } else {
      assertThat(single(loss, rows, prediction, target))
          .isFinite()
          .isLessThan(single(loss, rows, new double[4], target));
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void haveTheGradientOfFiniteDifferences(LossFunction loss) {
    double[] gradient = gradient(loss, PREDICTION, TARGET);
    for (int i = 0; i < gradient.length; i++) {
      double[] up = PREDICTION.clone();
      double[] down = PREDICTION.clone();
      up[i] += 1e-6;
      down[i] -= 1e-6;
      double difference = (value(loss, up, TARGET) - value(loss, down, TARGET)) / 2e-6;
      assertThat(gradient[i])
          .isCloseTo(difference, within(1e-8 * Math.max(1, Math.abs(difference))));
    }
    for (int voxel = 0; voxel < 4; voxel++) {
      assertThat(Math.abs(gradient[voxel]) + Math.abs(gradient[voxel + 4])).isPositive();
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void areReadAsTheyAreWritten(LossFunction loss) {
    String name = Losses.CATALOG.nameOf(loss);
    assertThat(Losses.CATALOG.read(name, Losses.CATALOG.write(loss), name)).isEqualTo(loss);
  }

  @Test
  void rejectADiceWithoutSmoothing() {
    for (double smooth : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> new DiceLoss(smooth)).isInstanceOf(IllegalArgumentException.class);
    }
  }
}
