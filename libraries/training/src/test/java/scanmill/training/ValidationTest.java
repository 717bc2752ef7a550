package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import scanmill.metrics.Metrics;

class ValidationTest {

  @Test
  void addsUpBatchesClassByClass() {
    Validation validation = new Validation(2);
    validation.add(new float[] {1, 0, 0.5f, 0.5f}, new float[] {1, 1, 0, 1}, 1);
    validation.add(new float[] {0, 1, 0, 0}, new float[] {0, 1, 0, 1}, 1);

    // class 0: both 2, predicted 2, truth 3; class 1: both 0.5, predicted 1, truth 2
    assertScore(validation, "dice_class0", 0.8);
    assertScore(validation, "dice_class1", 1 / 3.0);
    assertScore(validation, "dice_score", (0.8 + 1 / 3.0) / 2);
    assertScore(validation, "precision_class0", 1);
    assertScore(validation, "precision_class1", 0.5);
    assertScore(validation, "recall_class0", 2 / 3.0);
    assertScore(validation, "recall_score", (2 / 3.0 + 0.25) / 2);
    // neither predicted nor true: 1 of 1 voxels, and 1.5 of 2
    assertScore(validation, "specificity_class0", 1);
    assertScore(validation, "specificity_class1", 0.75);
    assertScore(validation, "iou_class1", 0.5 / 2.5);
    assertScore(validation, "accuracy_score", (3 / 4.0 + 2 / 4.0) / 2);
  }

  @Test
  void callsScoresAsTheEvaluationDoes() {
    Validation validation = new Validation(1);
    validation.add(new float[] {1}, new float[] {1}, 1);
    assertThat(validation.scores()).hasSize(6);
    assertThat(Metrics.CATALOG.names()).containsAll(validation.scores().keySet());
  }

  @Test
  void leavesAClassOutThatIsNowhere() {
    Validation validation = new Validation(2);
    validation.add(new float[] {1, 1, 0, 0}, new float[] {1, 1, 0, 0}, 1);
    assertScore(validation, "dice_score", 1);
    assertThat(validation.scores().get("dice_class1")).isNaN();
  }

  private static void assertScore(Validation validation, String name, double value) {
    assertThat(validation.scores().get(name)).as(name).isCloseTo(value, within(1e-9));
  }
}
