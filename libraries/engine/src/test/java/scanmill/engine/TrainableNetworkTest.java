package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TrainableNetworkTest {
  private static final LossFunction SQUARES = (p, t) -> p.sub(t).square().mean();

  @Test
  void learnsAToy() {
    SmallNetwork definition = new SmallNetwork(2, 0);
    Tensor x = Waves.of(0.11, 2, 2, 9, 8);
    Tensor y = Waves.mask(0.11, 2, 1, 9, 8);
    try (TrainableNetwork network =
        new TrainableNetwork(definition, Weights.initial(definition, 6), Device.CPU)) {
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        losses.add(network.step(x, y, SQUARES, new StepSettings(0.02, step)).loss());
      }
      assertThat(losses.get(59)).isLessThan(0.5 * losses.get(0));
    }
  }
}
