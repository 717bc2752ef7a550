package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static scanmill.networks.LossMeter.gradient;
import static scanmill.networks.LossMeter.value;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import scanmill.engine.LossFunction;
import scanmill.engine.Native;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/** What goes beyond ivadomed's losses, with numbers worked out by hand. */
final class LossExtrasTest {
  private static final double[] PREDICTION = {.9, .2, .4, .7, .05, .6, .3, .1};
  private static final double[] TARGET = {1, 0, 0, 1, 0, 1, 0, 0};

  @BeforeAll
  static void load() {
    Native.load();
  }

  private static ObjectNode json(String text) {
    return (ObjectNode) StrictJson.parse(text.replace('\'', '"'), "loss");
  }

  private static LossFunction loss(String name, String arguments) {
    return Losses.CATALOG.read(name, json(arguments), "training_parameters.loss");
  }

  @Test
  void countTheNeighbourhoodOfAPeakElevenTimes() {
    double[] target = new double[25];
    double[] prediction = new double[25];
    Arrays.fill(prediction, 0.1);
    target[0] = 1;
    prediction[0] = 1;
    Shape shape = new Shape(1, 1, 5, 5);
    // |p - t| is 0.1 everywhere but on the peak: 14 ln(1 + 0.1^2.1) each.
    double each = 14 * Math.log1p(Math.pow(0.1, 2.1));
    assertThat(value(loss("AdapWingLoss", "{'weighted': false}"), shape, prediction, target))
        .isCloseTo(24 * each, within(1e-9));
    // Three of the 24 touch the peak in the corner.
    assertThat(value(loss("AdapWingLoss", "{}"), shape, prediction, target))
        .isCloseTo((21 + 3 * 11) * each, within(1e-9));
    Shape volume = new Shape(1, 1, 1, 5, 5);
    assertThat(value(loss("AdapWingLoss", "{}"), volume, prediction, target))
        .isCloseTo((21 + 3 * 11) * each, within(1e-9));
  }

  @Test
  void leaveTheWeightingOutWhereIvadomedIsToBeFollowed() {
    ObjectNode nested =
        json(
            "{'losses_list': ['AdapWingLoss', 'DiceLoss', 'AdapWingLoss'],"
                + " 'params_list': [null, null, {'weighted': true}]}");
    LossCombination theirs =
        (LossCombination) Losses.read("LossCombination", nested, "training_parameters.loss", true);
    assertThat(theirs.losses())
        .containsExactly(
            new AdapWingLoss(0.5, 2.1, 14, 1, false),
            new DiceLoss(1),
            new AdapWingLoss(0.5, 2.1, 14, 1, true));
    nested.remove("params_list");
    LossCombination bare =
        (LossCombination) Losses.read("LossCombination", nested, "training_parameters.loss", true);
    assertThat(bare.losses().get(2)).isEqualTo(new AdapWingLoss(0.5, 2.1, 14, 1, false));
    assertThat(Losses.read("AdapWingLoss", json("{}"), "training_parameters.loss", false))
        .isEqualTo(new AdapWingLoss(0.5, 2.1, 14, 1, true));
    assertThat(
            value(
                Losses.read("AdapWingLoss", json("{}"), "training_parameters.loss", true),
                PREDICTION,
                TARGET))
        .isCloseTo(12.3157949, within(1e-7 * 12));
  }

  @Test
  void takeTheCrossEntropyOfClassesAndBackground() {
    // Of four voxels the first is class 0, the second class 1, the others background.
    double[] target = {1, 0, 0, 0, 0, 1, 0, 0};
    double[] prediction = {.5, .3, .2, 0, .25, .6, .3, .9};
    double background = -Math.log(0.5) - Math.log(0.1);
    double classes = -Math.log(0.5) - Math.log(0.6);
    assertThat(value(loss("CrossEntropyLoss", "{}"), prediction, target))
        .isCloseTo((background + classes) / 4, within(1e-7));
    assertThat(value(loss("CrossEntropyLoss", "{'class_weights': [1, 3, 2]}"), prediction, target))
        .isCloseTo(
            (background - 3 * Math.log(0.5) - 2 * Math.log(0.6)) / (1 + 1 + 3 + 2), within(1e-6));
  }

  @Test
  void areTheBinaryCrossEntropyForOneClass() {
    double[] prediction = {.9, .2, .4, .7};
    double[] target = {1, 0, 0.25, 1};
    assertThat(value(loss("CrossEntropyLoss", "{}"), prediction, target))
        .isCloseTo(value(new BinaryCrossEntropyLoss(), prediction, target), within(1e-7));
  }

  @Test
  void findAWayBackForClassesThatClaimMoreThanThereIs() {
    double[] prediction = {.9, .2, .4, .7, .8, .2, .2, .2};
    double[] slopes = gradient(loss("CrossEntropyLoss", "{}"), prediction, new double[8]);
    assertThat(slopes[0]).isPositive();
    assertThat(slopes[4]).isPositive();
  }

  @Test
  void addDiceAndCrossEntropyByWeight() {
    double dice = value(loss("MultiClassDiceLoss", "{}"), PREDICTION, TARGET);
    double entropy = value(loss("CrossEntropyLoss", "{}"), PREDICTION, TARGET);
    assertThat(
            value(
                loss("DiceCrossEntropyLoss", "{'dice_weight': 2, 'cross_entropy_weight': 0.5}"),
                PREDICTION,
                TARGET))
        .isCloseTo(2 * dice + 0.5 * entropy, within(1e-12));
  }

  @Test
  void measureMistakesByTheirDistanceFromTheBoundary() {
    // A row of six, the target being its first two: distances -1.5, -0.5, 0.5, 1.5, 2.5, 3.5.
    Shape row = new Shape(1, 1, 1, 6);
    double[] target = {1, 1, 0, 0, 0, 0};
    LossFunction boundary = new BoundaryLoss();
    assertThat(value(boundary, row, target, target)).isCloseTo(-2 / 6.0, within(1e-7));
    assertThat(value(boundary, row, new double[] {1, 1, 0, 0, 0, 1}, target))
        .isCloseTo(1.5 / 6, within(1e-7));
    assertThat(value(boundary, row, new double[] {1, 0, .5, 0, 0, 0}, target))
        .isCloseTo((-1.5 + 0.25) / 6, within(1e-7));
    assertThat(gradient(boundary, row, target, target))
        .usingComparatorWithPrecision(1e-7)
        .containsExactly(-1.5 / 6, -.5 / 6, .5 / 6, 1.5 / 6, 2.5 / 6, 3.5 / 6);
  }

  @Test
  void costNothingWhereThereIsNoBoundary() {
    double[] full = {1, 1, 1, 1};
    assertThat(value(new BoundaryLoss(), full, new double[4])).isZero();
    assertThat(value(new BoundaryLoss(), full, full)).isZero();
  }

  @Test
  void measureBoundariesInThreeDimensionsAndOfEverySample() {
    double[] target = new double[2 * 27];
    double[] prediction = new double[2 * 27];
    target[0] = 1; // the corner of the first sample
    target[27 + 13] = 1; // the middle of the second
    prediction[26] = 1; // the opposite corner
    prediction[27 + 12] = 1; // beside the middle
    assertThat(value(new BoundaryLoss(), new Shape(2, 1, 3, 3, 3), prediction, target))
        .isCloseTo((Math.sqrt(12) - 0.5 + 0.5) / 54, within(1e-8));
  }

  @Test
  void weighClasses() {
    double[] first = Arrays.copyOfRange(PREDICTION, 0, 4);
    double[] second = Arrays.copyOfRange(PREDICTION, 4, 8);
    double dice =
        0.25 * value(new DiceLoss(1), first, Arrays.copyOfRange(TARGET, 0, 4))
            + 0.75 * value(new DiceLoss(1), second, Arrays.copyOfRange(TARGET, 4, 8));
    LossFunction weighted = ClassWeightedLoss.of(List.of(1.0, 3.0), new DiceLoss(1));
    assertThat(value(weighted, PREDICTION, TARGET)).isCloseTo(dice, within(1e-12));
    assertThatThrownBy(
            () -> value(ClassWeightedLoss.of(List.of(1.0), new DiceLoss(1)), PREDICTION, TARGET))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("which are 2; found [1.0]");
  }

  @Test
  void refuseACrossEntropyOfExclusiveClassesClassByClass() {
    assertThatThrownBy(
            () -> ClassWeightedLoss.of(List.of(1.0), new CrossEntropyLoss(Optional.empty())))
        .hasMessageContaining("class_weights of its own");
  }

  @Test
  void measureEveryLevelAgainstTheAveragedTarget() {
    double[] coarse = {0.5, 0.25};
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray target = manager.create(new double[] {1, 1, 0, 0, 0, 0, 0, 1}, new Shape(1, 1, 2, 4));
      NDArray fine = manager.create(new double[8], new Shape(1, 1, 2, 4));
      // Averaged to 1 x 2: 0.5 and 0.25, which is what the coarse level says.
      NDArray level = manager.create(coarse, new Shape(1, 1, 1, 2));
      double full = new L2Loss().of(fine, target).toDoubleArray()[0];
      assertThat(full).isEqualTo(1.5);
      LossFunction supervised = loss("DeepSupervisionLoss", "{'loss': {'name': 'L2loss'}}");
      assertThat(supervised.of(List.of(fine, level), target).toDoubleArray()[0])
          .isCloseTo(1.5 / 1.5, within(1e-7));
      assertThat(new L2Loss().of(List.of(fine, level), target).toDoubleArray()[0])
          .isCloseTo(1.5 / 1.5, within(1e-7));
      LossFunction even =
          loss("DeepSupervisionLoss", "{'loss': {'name': 'L2loss'}, 'level_weights': [1, 3]}");
      assertThat(even.of(List.of(fine, level), target).toDoubleArray()[0])
          .isCloseTo(1.5 / 4, within(1e-7));
      assertThatThrownBy(() -> even.of(List.of(fine), target))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("of which there are 1; found [1.0, 3.0]");
    }
  }

  @Test
  void keepTheWeightsOfLevelsInsideOtherLosses() {
    String deep =
        "{'name': 'DeepSupervisionLoss', 'loss': {'name': 'L2loss'}, 'level_weights': [1, 3]}";
    try (NDManager manager = NDManager.newBaseManager()) {
      NDArray target = manager.create(new double[] {1, 1, 0, 0, 0, 0, 0, 1}, new Shape(1, 1, 2, 4));
      NDArray fine = manager.create(new double[8], new Shape(1, 1, 2, 4));
      NDArray coarse = manager.create(new double[] {0.5, 0.25}, new Shape(1, 1, 1, 2));
      LossFunction ofClasses =
          loss("ClassWeightedLoss", "{'class_weights': [2], 'loss': " + deep + "}");
      LossFunction combined =
          loss(
              "LossCombination",
              "{'losses_list': ['DeepSupervisionLoss', 'L2loss'], 'params_list': ["
                  + deep.replace("'name': 'DeepSupervisionLoss', ", "")
                  + ", null]}");
      assertThat(ofClasses.of(List.of(fine, coarse), target).toDoubleArray()[0])
          .isCloseTo(1.5 / 4, within(1e-7));
      assertThat(combined.of(List.of(fine, coarse), target).toDoubleArray()[0])
          .isCloseTo(1.5 / 4 + 1.5 / 1.5, within(1e-7));
    }
  }

  @Test
  void combineByWeight() {
    double dice = value(new DiceLoss(1), PREDICTION, TARGET);
    double boundary = value(new BoundaryLoss(), PREDICTION, TARGET);
    assertThat(
            value(
                loss(
                    "LossCombination",
                    "{'losses_list': ['DiceLoss', 'BoundaryLoss'], 'weights': [1, 0.01]}"),
                PREDICTION,
                TARGET))
        .isCloseTo(dice + 0.01 * boundary, within(1e-8));
  }

  @Test
  void sayWhatWasMeantByAMisspeltPart() {
    assertThatThrownBy(
            () -> loss("LossCombination", "{'losses_list': ['DiceLoss', 'AdapWinLoss']}"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("LossCombination.losses_list[1]")
        .hasMessageContaining("Did you mean \"AdapWingLoss\"");
    assertThatThrownBy(
            () ->
                loss(
                    "LossCombination",
                    "{'losses_list': ['DiceLoss'], 'params_list': [{'smoth': 1}]}"))
        .hasMessageContaining("Did you mean \"smooth\"");
    assertThatThrownBy(
            () -> loss("LossCombination", "{'losses_list': ['DiceLoss'], 'params_list': []}"))
        .hasMessageContaining("one element for each");
    assertThatThrownBy(() -> loss("ClassWeightedLoss", "{'class_weights': [1], 'loss': {}}"))
        .hasMessageContaining("required the name of a loss");
  }

  @Test
  void refuseAClassThatTheNetworkDoesNotHave() {
    assertThatThrownBy(
            () ->
                value(
                    loss("MultiClassDiceLoss", "{'classes_of_interest': [2]}"), PREDICTION, TARGET))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("which are 2; found [2]");
  }
}
