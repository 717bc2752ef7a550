package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static scanmill.networks.LossMeter.single;
import static scanmill.networks.LossMeter.small;
import static scanmill.networks.LossMeter.value;

import ai.djl.ndarray.types.Shape;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.engine.LossFunction;
import scanmill.engine.Native;
import scanmill.specs.StrictJson;

/** The numbers that ivadomed's losses give, those of its own tests among them. */
final class LossValuesTest {
  private static final double[] PREDICTION = {.9, .2, .4, .7, .05, .6, .3, .1};
  private static final double[] TARGET = {1, 0, 0, 1, 0, 1, 0, 0};

  private static final double[] ZEROS = new double[4];
  private static final double[] DIAGONAL = {1, 0, 0, 1};
  private static final double[] LINE = {1, 1, 0, 0};
  private static final double[] CORNER = {1, 0, 1, 1};
  private static final double[] HALF = {.5, .5, .5, .5};
  private static final double[] SOFT = {.5, 1, 1, 1};
  private static final double[] TWO = {0, 0, 1, 0, 0, 0, 0, 0};
  private static final double[] TWO_TARGETS = {0, 0, 1, 0, 1, 0, 0, 0};

  @BeforeAll
  static void load() {
    Native.load();
  }

  private static LossFunction loss(String name, String arguments) {
    return Losses.CATALOG.read(name, StrictJson.parse(arguments.replace('\'', '"'), name), name);
  }

  @ParameterizedTest
  @MethodSource
  void agreeOnTwoClassesToTheLastDigits(String name, String arguments, double expected) {
    assertThat(value(loss(name, arguments), PREDICTION, TARGET))
        .isCloseTo(expected, within(1e-7 * Math.max(1, Math.abs(expected))));
  }

  static Stream<Arguments> agreeOnTwoClassesToTheLastDigits() {
    return Stream.of(
        arguments("DiceLoss", "{}", -0.7448275),
        arguments("MultiClassDiceLoss", "{}", -0.7645019),
        arguments("BinaryCrossEntropyLoss", "{}", 0.2775199),
        arguments("FocalLoss", "{}", 0.1216769),
        arguments("FocalLoss", "{'gamma': 0.5, 'alpha': 0.2}", 0.6407613),
        arguments("FocalDiceLoss", "{}", -1.8117833),
        arguments("GeneralizedDiceLoss", "{}", -0.4878049),
        arguments("GeneralizedDiceLoss", "{'include_background': false}", -0.6451613),
        arguments("TverskyLoss", "{}", -0.8071331),
        arguments("FocalTverskyLoss", "{}", 0.2898163),
        arguments("L2loss", "{}", 0.28125),
        arguments("AdapWingLoss", "{'weighted': false}", 12.3157949),
        arguments(
            "LossCombination",
            "{'losses_list': ['DiceLoss', 'BinaryCrossEntropyLoss']}",
            -0.4673077),
        arguments(
            "LossCombination",
            "{'losses_list': ['DiceLoss', 'FocalTverskyLoss'],"
                + " 'params_list': [{'smooth': 0.1}, {'gamma': 2}]}",
            -0.2701418));
  }

  @ParameterizedTest
  @MethodSource
  void agreeWithTheTestsOfTheOriginal(
      String name, String arguments, double[] prediction, double[] target, double expected) {
    assertThat(single(loss(name, arguments), small(prediction), prediction, target))
        .isCloseTo(expected, within(6e-5 * Math.max(1, Math.abs(expected))));
  }

  static Stream<Arguments> agreeWithTheTestsOfTheOriginal() {
    String noBackground = "{'include_background': false}";
    String withL2 = "{'losses_list': ['DiceLoss', 'L2loss'], 'params_list': [null, null]}";
    String wing = "{'weighted': false}";
    return Stream.of(
        arguments("MultiClassDiceLoss", "{}", DIAGONAL, DIAGONAL, -1),
        arguments("MultiClassDiceLoss", "{}", ZEROS, DIAGONAL, -1 / 3.0),
        arguments("DiceLoss", "{}", ZEROS, DIAGONAL, -1 / 3.0),
        arguments("MultiClassDiceLoss", "{}", ZEROS, ZEROS, -1),
        arguments("DiceLoss", "{}", ZEROS, ZEROS, -1),
        arguments("MultiClassDiceLoss", "{}", TWO, TWO_TARGETS, -0.75),
        arguments(
            "MultiClassDiceLoss",
            "{'classes_of_interest': [1]}",
            TWO,
            new double[] {0, 0, 1, 0, 1, 0, 1, 0},
            -1 / 3.0),
        arguments("GeneralizedDiceLoss", noBackground, DIAGONAL, CORNER, -0.8),
        arguments("GeneralizedDiceLoss", "{}", DIAGONAL, CORNER, -11 / 16.0),
        arguments("GeneralizedDiceLoss", "{}", ZEROS, new double[] {1, 0, 0, 0}, -3 / 8.0),
        arguments("GeneralizedDiceLoss", noBackground, ZEROS, new double[] {1, 0, 0, 0}, 0),
        arguments(
            "GeneralizedDiceLoss",
            "{}",
            new double[] {1, 0, 0, 0, 0, 1, 0, 1},
            new double[] {1, 0, 0, 0, 0, 1, 0, 0},
            -18 / 23.0),
        arguments("TverskyLoss", "{}", ZEROS, DIAGONAL, -0.625),
        arguments("TverskyLoss", "{'alpha': 0.3, 'beta': 0.7}", ZEROS, DIAGONAL, -1 / 2.4),
        arguments(
            "TverskyLoss",
            "{'alpha': 0.3, 'beta': 0.7, 'smooth': 0.01}",
            ZEROS,
            DIAGONAL,
            -0.01 / 1.41),
        arguments(
            "TverskyLoss", "{'alpha': 0.3, 'beta': 0.7}", TWO, TWO_TARGETS, -(1 + 1 / 1.7) / 2),
        arguments("FocalTverskyLoss", "{'gamma': 1.5}", ZEROS, DIAGONAL, Math.pow(0.375, 1 / 1.5)),
        arguments("FocalTverskyLoss", "{'gamma': 1}", ZEROS, DIAGONAL, 0.375),
        arguments("L2loss", "{}", ZEROS, DIAGONAL, 1),
        arguments("L2loss", "{}", HALF, SOFT, 0.375),
        arguments("AdapWingLoss", wing, LINE, CORNER, 29.0147),
        arguments("AdapWingLoss", "{'weighted': false, 'omega': 20}", LINE, CORNER, 41.4496),
        arguments("AdapWingLoss", "{'weighted': false, 'epsilon': 2}", HALF, SOFT, 8.2703),
        arguments("LossCombination", withL2, LINE, LINE, -1),
        arguments("LossCombination", withL2, LINE, CORNER, 1),
        arguments("LossCombination", withL2, HALF, SOFT, -0.3173),
        arguments("FocalDiceLoss", "{}", LINE, LINE, -16.1181),
        arguments("FocalDiceLoss", "{}", LINE, CORNER, 3.6897),
        arguments("FocalDiceLoss", "{}", HALF, SOFT, -1.1619));
  }

  @Test
  void weighEveryObjectOfABatchAlikeInTheGeneralizedDice() {
    double[] prediction = {1, 0, 0, 1, 1, 0, 0, 1};
    double[] target = {1, 0, 1, 1, 1, 0, 1, 1};
    Shape two = new Shape(2, 1, 2, 2);
    assertThat(value(loss("GeneralizedDiceLoss", "{}"), two, prediction, target))
        .isCloseTo(-11 / 16.0, within(1e-12));
  }

  @Test
  void followAHeatMap() {
    double[] target = new double[81];
    double[] prediction = new double[81];
    for (int v = 0; v < 81; v++) {
      double x = v % 9 - 4;
      double y = v / 9 - 4;
      target[v] = Math.exp(-(x * x + y * y) / 4);
      prediction[v] = 0.8 * target[v] + 0.05;
    }
    Shape map = new Shape(1, 1, 9, 9);
    assertThat(single(loss("AdapWingLoss", "{'weighted': false}"), map, prediction, target))
        .isCloseTo(6.8740439, within(2e-6));
  }
}
