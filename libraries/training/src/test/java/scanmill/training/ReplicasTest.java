package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.Inputs;
import scanmill.engine.StepResult;
import scanmill.engine.StepSettings;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;
import scanmill.networks.DiceLoss;
import scanmill.problems.BadInputException;

/** Several copies of a network are one with a batch as large as theirs together. */
class ReplicasTest {
  private static final DiceLoss DICE = new DiceLoss(1);

  /** Instance normalisation, no dropout. */
  private static final Recipe RECIPE =
      Recipe.of(
          Config.parse(
                  """
                  {"loader_parameters": {"target_suffix": ["_seg"]},
                   "training_parameters": {"loss": {"name": "BinaryCrossEntropyLoss"}},
                   "default_model": {"depth": 1, "n_filters": 2, "dropout_rate": 0, "is_2d": false}}
                  """,
                  "test")
              .config(),
          0);

  private static final Weights START = Weights.initial(RECIPE.architecture(), 1);

  @Test
  void twoCopiesAreOneWithTheDoubledBatch() {
    Trained one = trained("cpu", 4);
    Trained two = trained("cpu,cpu", 4);

    assertAlike(one, two);
  }

  @Test
  void partsOfDifferentSizeCountByTheirSamples() {
    assertAlike(trained("cpu", 5), trained("cpu,cpu,cpu", 5));
  }

  @Test
  void aBatchMayHaveFewerSamplesThanThereAreCopies() {
    assertAlike(trained("cpu", 1), trained("cpu,cpu", 1));
  }

  @Test
  void copiesStayEqualAndRunsRepeat() {
    Trained first = trained("cpu,cpu", 4);
    Trained second = trained("cpu,cpu", 4);

    assertThat(first.weights.asMap().keySet()).isEqualTo(second.weights.asMap().keySet());
    for (Map.Entry<String, Tensor> tensor : first.weights.asMap().entrySet()) {
      assertThat(tensor.getValue().values())
          .isEqualTo(second.weights.get(tensor.getKey()).values());
    }
  }

  @Test
  void readsNamesOfDevices() {
    assertThat(Replicas.devices("cpu, cpu")).containsExactly(Device.CPU, Device.CPU);
    assertThatThrownBy(() -> Replicas.devices("cpu,tpu"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[device-unknown]");
  }

  private record Trained(Weights weights, List<StepResult> steps) {}

  /** Five steps. */
  private static Trained trained(String devices, int samples) {
    try (Replicas replicas = Replicas.of(RECIPE, START, Replicas.devices(devices))) {
      List<StepResult> steps = new ArrayList<>();
      for (int n = 0; n < 5; n++) {
        steps.add(replicas.step(batch(samples, n), RECIPE.loss(), new StepSettings(0.01, n), DICE));
      }
      return new Trained(replicas.first().weights(), steps);
    }
  }

  private static void assertAlike(Trained one, Trained several) {
    for (int n = 0; n < one.steps.size(); n++) {
      assertThat(several.steps.get(n).loss()).isCloseTo(one.steps.get(n).loss(), within(1e-5));
      assertThat(several.steps.get(n).gradientNorm())
          .isCloseTo(one.steps.get(n).gradientNorm(), within(1e-4));
    }
    for (Map.Entry<String, Tensor> tensor : one.weights.asMap().entrySet()) {
      float[] expected = tensor.getValue().values();
      float[] found = several.weights.get(tensor.getKey()).values();
      for (int v = 0; v < expected.length; v++) {
        assertThat(found[v]).as(tensor.getKey()).isCloseTo(expected[v], within(2e-4f));
      }
    }
  }

  private static Minibatch batch(int samples, int number) {
    SplittableRandom random = new SplittableRandom(number);
    float[] image = new float[samples * 8 * 8 * 8];
    float[] target = new float[image.length];
    List<String> ids = new ArrayList<>();
    for (int v = 0; v < image.length; v++) {
      image[v] = (float) random.nextGaussian();
      target[v] = image[v] > 0.5 ? 1 : 0;
    }
    for (int n = 0; n < samples; n++) {
      ids.add("sub-0" + n + "_T2w#0");
    }
    return new Minibatch(
        Inputs.of(Tensor.of(image, samples, 1, 8, 8, 8)),
        Tensor.of(target, samples, 1, 8, 8, 8),
        ids);
  }
}
