package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Weights;

/** Held to values that ivadomed's own code gave. */
final class CountceptionTest {

  @Test
  void agreesWithTheOriginal() throws IOException {
    Golden.givesEverywhere(
        new Countception(1, 1),
        Waves.input(1, 1, 16, 16),
        -0.000302,
        -0.000301,
        -0.000314,
        -0.000303);
  }

  @Test
  void learnsAsManyNumbersAsTheOriginal() {
    assertThat(ParameterEmitter.trainableCount(new Countception(1, 1))).isEqualTo(6_560_043);
    assertThat(ParameterEmitter.trainableCount(new Countception(3, 1))).isEqualTo(6_561_195);
  }

  @Test
  void namesItsTensorsAsTheOriginal() {
    assertThat(ParameterEmitter.parametersOf(new Countception(1, 1)))
        .extracting(ParameterSpec::name)
        .startsWith("conv1.conv1.weight", "conv1.conv1.bias", "conv1.batch_norm.weight")
        .containsSubsequence(
            "simple1.conv1.conv1.weight",
            "simple1.conv2.conv1.weight",
            "simple1.conv3.batch_norm.bias",
            "conv2.conv1.weight",
            "conv6.batch_norm.weight");
  }

  @Test
  void beginsWithGlorotsDistribution() {
    // conv5: 64 to 32 channels, 9 x 9; bound = sqrt(2 / 1.0001) sqrt(6 / (81 (64 + 32))).
    double bound = Math.sqrt(2 / 1.0001) * Math.sqrt(6.0 / (81 * 96));
    double largest = 0;
    for (float value :
        Weights.initial(new Countception(1, 1), 3).get("conv5.conv1.weight").values()) {
      largest = Math.max(largest, Math.abs(value));
    }
    assertThat(largest).isBetween(0.999 * bound, bound);
  }

  @Test
  void rejectsTheFormWithLogits() {
    assertThatThrownBy(() -> new Countception(1, 1, true, 12)).hasMessageContaining("use_logits");
  }
}
