package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
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
        .map(name -> Losses.CATALOG.read(name, StrictJson.parse("{}", name), name));
  }

  private static NDArray array(NDManager manager, double... values) {
    return manager.create(values, new Shape(1, values.length / 4, 2, 2));
  }

  private static double value(LossFunction loss, double[] prediction, double[] target) {
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray value = loss.of(array(manager, prediction), array(manager, target));
      assertThat(value.getShape().dimension()).isZero();
      return value.toDoubleArray()[0];
    }
  }

  private static double[] gradient(LossFunction loss, double[] prediction, double[] target) {
    JniUtils.setGradMode(true);
    try (NDManager manager = NDManager.newBaseManager()) {
      PtNDArray p = (PtNDArray) array(manager, prediction);
      p.setRequiresGradient(true);
      NDArray value = loss.of(p, array(manager, target));
      PtNDArray one = (PtNDArray) manager.ones(new Shape(), DataType.FLOAT64);
      JniUtils.backward((PtNDArray) value, one, false, false);
      return JniUtils.getGradient(p).toDoubleArray();
    } finally {
      JniUtils.setGradMode(false);
    }
  }

  @Test
  void agreeWithTheOriginal() {
    double dice = value(new DiceLoss(1), PREDICTION, TARGET);
    double crossEntropy = value(new BinaryCrossEntropyLoss(), PREDICTION, TARGET);
    assertThat(dice).isCloseTo(-0.7448275, within(1e-7));
    assertThat(crossEntropy).isCloseTo(0.2775199, within(1e-7));
    assertThat(dice + crossEntropy).isCloseTo(-0.4673077, within(2e-7));
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
  void haveTheGradientOfFiniteDifferences(LossFunction loss) {
    double[] gradient = gradient(loss, PREDICTION, TARGET);
    for (int i = 0; i < gradient.length; i++) {
      double[] up = PREDICTION.clone();
      double[] down = PREDICTION.clone();
      up[i] += 1e-6;
      down[i] -= 1e-6;
      double difference = (value(loss, up, TARGET) - value(loss, down, TARGET)) / 2e-6;
      assertThat(gradient[i]).isCloseTo(difference, within(1e-8));
      assertThat(gradient[i]).isNotZero();
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
