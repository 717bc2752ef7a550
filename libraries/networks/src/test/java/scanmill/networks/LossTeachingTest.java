package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.engine.Device;
import scanmill.engine.Evaluation;
import scanmill.engine.LossFunction;
import scanmill.engine.StepSettings;
import scanmill.engine.Tensor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.Weights;

/** Every loss of the catalogue teaches a small network two shapes of different brightness. */
final class LossTeachingTest {
  private static final int SIDE = 16;
  private static final int STEPS = 40;
  private static final UNet NETWORK =
      new UNet(1, 3, 1, 4, 0, 0.1, true, FinalActivation.SIGMOID, false);

  static Stream<LossFunction> losses() {
    return LossesTest.losses();
  }

  private static boolean square(int x, int y) {
    return x >= 2 && x < 8 && y >= 2 && y < 8;
  }

  private static boolean bar(int x, int y) {
    return x >= 10 && x < 14 && y >= 1 && y < 15;
  }

  private static Tensor image() {
    Tensor image = Tensor.zeros(1, 1, SIDE, SIDE);
    for (int v = 0; v < SIDE * SIDE; v++) {
      int x = v % SIDE;
      int y = v / SIDE;
      double noise = 0.2 * Math.sin(7.3 * v);
      image.values()[v] = (float) ((square(x, y) ? 1 : bar(x, y) ? -1 : 0) + noise);
    }
    return image;
  }

  private static Tensor target() {
    Tensor target = Tensor.zeros(1, 2, SIDE, SIDE);
    for (int v = 0; v < SIDE * SIDE; v++) {
      target.values()[v] = square(v % SIDE, v / SIDE) ? 1 : 0;
      target.values()[SIDE * SIDE + v] = bar(v % SIDE, v / SIDE) ? 1 : 0;
    }
    return target;
  }

  @ParameterizedTest
  @MethodSource("losses")
  void teachesANetwork(LossFunction loss) {
    LossFunction overlap = new MultiClassDiceLoss(Optional.empty());
    try (TrainableNetwork network =
        new TrainableNetwork(NETWORK, Weights.initial(NETWORK, 3), Device.CPU)) {
      Evaluation before = network.evaluate(image(), target(), loss, overlap);
      for (int step = 0; step < STEPS; step++) {
        assertThat(network.step(image(), target(), loss, new StepSettings(0.02, step)).updated())
            .isTrue();
      }
      Evaluation after = network.evaluate(image(), target(), loss, overlap);
      assertThat(after.losses().get(0)).isLessThan(before.losses().get(0));
      assertThat(after.losses().get(1)).isBetween(-1.0, -0.6);
    }
  }
}
