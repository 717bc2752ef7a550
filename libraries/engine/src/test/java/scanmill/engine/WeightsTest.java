package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

final class WeightsTest {
  private static final SmallNetwork NETWORK = new SmallNetwork(2, 0.3);

  @Test
  void beginAsPyTorchBegins() {
    Weights weights = Weights.initial(NETWORK, 6);
    // 2 channels x 3 x 3 voxels come in: uniform within 1 / sqrt(18), whose variance is 1 / 54.
    float[] kernel = weights.get("down.0.conv.weight").values();
    double squares = 0;
    for (float value : kernel) {
      assertThat(Math.abs(value)).isLessThanOrEqualTo((float) (1 / Math.sqrt(18)));
      squares += value * value;
    }
    assertThat(squares / kernel.length).isCloseTo(1 / 54.0, within(0.006));
    assertThat(weights.get("down.0.norm.weight").values()).containsOnly(1);
    assertThat(weights.get("down.0.norm.running_var").values()).containsOnly(1);
    assertThat(weights.get("down.0.norm.bias").values()).containsOnly(0);
    assertThat(weights.get("down.0.norm.running_mean").values()).containsOnly(0);
  }

  @Test
  void beginTheSameOnEveryMachine() {
    Weights weights = Weights.initial(NETWORK, 6);
    assertThat(weights).isEqualTo(Weights.initial(NETWORK, 6));
    assertThat(weights).isNotEqualTo(Weights.initial(NETWORK, 7));
    // Worked out apart from this code, from the published generator.
    assertThat(weights.get("last.bias").values()).containsExactly(-0.045961276f);
  }

  @Test
  void keepTheOrderOfTheNetworkAndPassOverCounts() {
    Map<String, Tensor> shuffled = new LinkedHashMap<>();
    shuffled.put("down.0.norm.num_batches_tracked", Tensor.zeros());
    Weights initial = Weights.initial(NETWORK, 6);
    initial.names().stream().sorted().forEach(name -> shuffled.put(name, initial.get(name)));
    assertThat(Weights.of(shuffled).fitting(NETWORK)).isEqualTo(initial);
  }

  @Test
  void refuseANetworkTheyAreNotOf() {
    Map<String, Tensor> tensors = new LinkedHashMap<>(Weights.initial(NETWORK, 6).asMap());
    tensors.put("more", Tensor.zeros(1));
    assertThatThrownBy(() -> Weights.of(tensors).fitting(NETWORK))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no place for the tensor more");
    tensors.remove("more");
    tensors.put("last.bias", Tensor.zeros(2));
    assertThatThrownBy(() -> Weights.of(tensors).fitting(NETWORK))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("last.bias as 1, but it is 2");
    tensors.remove("last.bias");
    assertThatThrownBy(() -> Weights.of(tensors).fitting(NETWORK))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("last.bias, which is missing");
  }

  @Test
  void joinAndPartByPrefix() {
    Weights initial = Weights.initial(NETWORK, 6);
    Weights both = initial.under("a/").and(initial.under("b/"));
    assertThat(both.names()).hasSize(2 * initial.names().size());
    assertThat(both.below("b/")).isEqualTo(initial);
    assertThatThrownBy(() -> both.and(initial.under("a/")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
