package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.engine.Device;
import scanmill.engine.LossFunction;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.StepSettings;
import scanmill.engine.Tensor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.Weights;

final class ResidualEncoderUNetTest {

  private static ResidualEncoderUNet network(
      int depth, List<Integer> blocks, List<List<Integer>> strides, List<List<Integer>> kernels) {
    return new ResidualEncoderUNet(
        1, 3, depth, 2, blocks, strides, kernels, 0, true, FinalActivation.SOFTMAX);
  }

  private static ResidualEncoderUNet network(int depth) {
    return network(depth, List.of(), List.of(), List.of());
  }

  @Test
  void learnsAsManyNumbersAsItsLayersAdd() {
    // Each normalisation learns 2 numbers per channel, each convolution has a bias.
    int stem = 9 * 1 * 2 + 2 + 4;
    int first = 2 * (9 * 2 * 2 + 2 + 4);
    int second = (9 * 2 * 4 + 4 + 8) + (9 * 4 * 4 + 4 + 8) + (2 * 4 + 8);
    int up = 4 * 4 * 2 + 2;
    int decoder = 9 * 4 * 2 + 2 + 4;
    int head = 2 * 3 + 3;
    assertThat(ParameterEmitter.trainableCount(network(1, List.of(1, 1), List.of(), List.of())))
        .isEqualTo(stem + first + second + up + decoder + head);
  }

  @Test
  void isTaughtAtEveryLevelButTheCoarsest() {
    List<String> shapes = new ArrayList<>();
    LossFunction listening =
        new LossFunction() {
          @Override
          public NDArray of(NDArray prediction, NDArray target) {
            return prediction.sub(target).square().mean();
          }

          @Override
          public NDArray of(List<NDArray> levels, NDArray target) {
            levels.forEach(level -> shapes.add(level.getShape().toString()));
            return LossFunction.super.of(levels, target);
          }
        };
    ResidualEncoderUNet network = network(4);
    Tensor image = Waves.input(2, 1, 33, 20);
    Tensor target = Tensor.zeros(2, 2, 33, 20);
    try (TrainableNetwork learner =
        new TrainableNetwork(network, Weights.initial(network, 1), Device.CPU)) {
      double loss = learner.step(image, target, listening, new StepSettings(0, 1)).loss();
      assertThat(shapes).containsExactly("(2, 2, 33, 20)", "(2, 2, 17, 10)", "(2, 2, 9, 5)");
      assertThat(learner.forward(image).shape()).containsExactly(2, 2, 33, 20);
      assertThat(loss).isPositive();
    }
  }

  @Test
  void weighsFinerLevelsTwiceAsMuch() {
    ResidualEncoderUNet network = network(3);
    Tensor image = Waves.input(1, 1, 16, 16);
    Tensor target = Tensor.zeros(1, 2, 16, 16);
    double[] means = new double[2];
    LossFunction level =
        new LossFunction() {
          @Override
          public NDArray of(NDArray prediction, NDArray wanted) {
            return prediction.mean();
          }

          @Override
          public NDArray of(List<NDArray> levels, NDArray wanted) {
            for (int n = 0; n < 2; n++) {
              means[n] = levels.get(n).mean().getFloat();
            }
            return LossFunction.super.of(levels, wanted);
          }
        };
    try (TrainableNetwork learner =
        new TrainableNetwork(network, Weights.initial(network, 1), Device.CPU)) {
      double loss = learner.step(image, target, level, new StepSettings(0, 1)).loss();
      assertThat(loss).isCloseTo((2 * means[0] + means[1]) / 3, within(1e-6));
    }
  }

  @Test
  void rejectsSettingsThatMakeNoNetwork() {
    assertThatThrownBy(() -> network(2, List.of(1, 1), List.of(), List.of()))
        .hasMessageContaining("n_blocks has 3 entries at this depth, not 2");
    assertThatThrownBy(() -> network(1, List.of(1, 0), List.of(), List.of()))
        .hasMessageContaining("n_blocks");
    assertThatThrownBy(() -> network(1, List.of(), List.of(List.of(3, 3)), List.of()))
        .hasMessageContaining("strides are 1 or 2");
    assertThatThrownBy(() -> network(1, List.of(), List.of(List.of(2)), List.of()))
        .hasMessageContaining("2 axes");
    assertThatThrownBy(
            () -> network(1, List.of(), List.of(), List.of(List.of(3, 3), List.of(2, 3))))
        .hasMessageContaining("odd");
  }
}
