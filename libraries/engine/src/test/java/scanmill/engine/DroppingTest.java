package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

/** Prediction with dropout at work. */
final class DroppingTest {
  private static final SmallNetwork NETWORK = new SmallNetwork(2, 0.4);
  private static final Weights WEIGHTS = Weights.initial(NETWORK, 3);

  private static Inputs inputs(int samples) {
    return Inputs.of(Waves.of(0.37, samples, 2, 8, 6));
  }

  @Test
  void answersBySeedAloneWhateverElseIsInTheBatch() {
    try (TorchPredictor predictor = new TorchPredictor(NETWORK, WEIGHTS, Device.CPU)) {
      Inputs three = inputs(3);
      Tensor together = predictor.predictDropping(three, 11, 12, 13);

      assertThat(predictor.predictDropping(three, 11, 12, 13)).isEqualTo(together);
      assertThat(predictor.predictDropping(three, 14, 12, 13).sample(0))
          .isNotEqualTo(together.sample(0));
      for (int n = 0; n < 3; n++) {
        float[] alone = predictor.predictDropping(three.sample(n), 11 + n).values();
        // oneDNN may sum up in another order, but what is dropped is the same.
        for (int v = 0; v < alone.length; v++) {
          assertThat(alone[v]).isCloseTo(together.sample(n).values()[v], within(1e-5f));
        }
      }
    }
  }

  @Test
  void leavesThePredictionWithoutDropoutAsItIs() {
    try (TorchPredictor predictor = new TorchPredictor(NETWORK, WEIGHTS, Device.CPU)) {
      Tensor before = predictor.predict(inputs(2));
      Tensor dropped = predictor.predictDropping(inputs(2), 1, 2);

      assertThat(dropped).isNotEqualTo(before);
      assertThat(predictor.predict(inputs(2))).isEqualTo(before);
    }
  }

  @Test
  void isThePredictionItselfWhereNothingIsDropped() {
    SmallNetwork firm = new SmallNetwork(2, 0);
    try (TorchPredictor predictor =
        new TorchPredictor(firm, Weights.initial(firm, 3), Device.CPU)) {
      assertThat(predictor.predictDropping(inputs(2), 1, 2))
          .isEqualTo(predictor.predict(inputs(2)));
    }
  }

  @Test
  void meansAboutWhatThePredictionSays() {
    try (TorchPredictor predictor = new TorchPredictor(NETWORK, WEIGHTS, Device.CPU)) {
      float[] firm = predictor.predict(inputs(1)).values();
      double[] mean = new double[firm.length];
      int draws = 400;
      for (int draw = 0; draw < draws; draw++) {
        float[] values = predictor.predictDropping(inputs(1), Seed.of(1, draw)).values();
        Arrays.setAll(mean, v -> mean[v] + values[v] / draws);
      }
      for (int v = 0; v < firm.length; v++) {
        assertThat(Math.abs(mean[v] - firm[v])).isLessThan(0.1);
      }
    }
  }

  @Test
  void isNotToBeHadFromAnOnnxFile() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    OnnxModel.write(NETWORK, WEIGHTS, bytes);
    try (OnnxPredictor predictor = new OnnxPredictor(bytes.toByteArray(), 1)) {
      assertThatThrownBy(() -> predictor.predictDropping(inputs(1), 1))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("dropout-not-possible");
    }
  }
}
