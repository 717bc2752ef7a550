package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ValidationTest {

  @Test
  void addsUpBatchesClassByClass() {
    Validation validation = new Validation(2);
    validation.add(new float[] {1, 0, 0.5f, 0.5f}, new float[] {1, 1, 0, 1}, 1);
    validation.add(new float[] {0, 1, 0, 0}, new float[] {0, 1, 0, 1}, 1);

    // class 0: both 2, predicted 2, truth 3; class 1: both 0.5, predicted 1, truth 2
    assertThat(validation.scores().get("dice_class0")).isCloseTo(0.8, within(1e-9));
    assertThat(validation.scores().get("dice_class1")).isCloseTo(1 / 3.0, within(1e-9));
    assertThat(validation.scores().get("dice_score")).isCloseTo((0.8 + 1 / 3.0) / 2, within(1e-9));
  }
}
