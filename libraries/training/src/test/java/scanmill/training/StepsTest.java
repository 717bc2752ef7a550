package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.Inputs;
import scanmill.engine.LossFunction;
import scanmill.engine.Tensor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.Weights;
import scanmill.problems.BadInputException;

class StepsTest {
  private static final Recipe RECIPE =
      Recipe.of(
          Config.parse(
                  """
                  {"loader_parameters": {"target_suffix": ["_seg"]},
                   "default_model": {"depth": 1, "n_filters": 2, "dropout_rate": 0}}""",
                  "test")
              .config(),
          0);

  private static final LossFunction SQUARES = (p, t) -> p.sub(t).square().mean();

  private static Minibatch batch(int samples) {
    float[] image = new float[samples * 64];
    float[] truth = new float[samples * 64];
    for (int v = 0; v < image.length; v++) {
      image[v] = (float) Math.sin(0.11 * v);
      truth[v] = image[v] > 0.5 ? 1 : 0;
    }
    return new Minibatch(
        Inputs.of(Tensor.of(image, samples, 1, 8, 8)),
        Tensor.of(truth, samples, 1, 8, 8),
        IntStream.range(0, samples).mapToObj(n -> "sub-0" + n + "_T2w#3").toList());
  }

  private static TrainableNetwork network() {
    return new TrainableNetwork(
        RECIPE.architecture(), Weights.initial(RECIPE.architecture(), 6), Device.CPU);
  }

  /** Refuses batches of more samples than fit. */
  private static LossFunction fitting(int most, List<Long> seen) {
    return (NDArray p, NDArray t) -> {
      seen.add(p.getShape().get(0));
      if (p.getShape().get(0) > most) {
        throw new EngineException(
            "DefaultCPUAllocator: not enough memory: you tried to allocate 77 bytes.");
      }
      return SQUARES.of(p, t);
    };
  }

  @Test
  void goesOnByHalvesWhereABatchDoesNotFit() {
    List<Long> seen = new ArrayList<>();
    try (TrainableNetwork network = network()) {
      Steps steps = new Steps(Replicas.of(network), fitting(2, seen));
      Weights before = network.weights();
      assertThat(steps.step(List.of(batch(4)), 0.01, RECIPE, 1, 0).loss()).isPositive();
      assertThat(network.weights()).isNotEqualTo(before);
      steps.step(List.of(batch(4)), 0.01, RECIPE, 1, 1);
      assertThat(seen).containsExactly(4L, 2L, 2L, 2L, 2L);
    }
  }

  @Test
  void saysWhatDoesNotFitEvenByHalves() {
    try (TrainableNetwork network = network()) {
      Steps steps = new Steps(Replicas.of(network), fitting(1, new ArrayList<>()));
      assertThatThrownBy(() -> steps.step(List.of(batch(4)), 0.01, RECIPE, 1, 0))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("4 samples")
          .hasMessageContaining("77 bytes")
          .hasMessageContaining("batch_size");
    }
  }

  @Test
  void namesTheSamplesOnWhichTheLossIsNoNumber() {
    Minibatch good = batch(2);
    float[] broken = good.inputs().image().values().clone();
    Arrays.fill(broken, Float.NaN);
    Minibatch bad =
        new Minibatch(Inputs.of(Tensor.of(broken, 2, 1, 8, 8)), good.target(), good.ids());
    try (TrainableNetwork network = network()) {
      Steps steps = new Steps(Replicas.of(network), SQUARES);
      assertThatThrownBy(() -> steps.step(List.of(good, bad), 0.01, RECIPE, 3, 7))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("epoch 3, batch 8")
          .hasMessageContaining("sub-00_T2w#3, sub-01_T2w#3");
    }
  }

  @Test
  void batchesTogetherMakeTheStepOfTheirMean() {
    try (TrainableNetwork network = network()) {
      Steps.Measured measured =
          new Steps(Replicas.of(network), SQUARES)
              .step(List.of(batch(2), batch(2)), 0.01, RECIPE, 1, 1);
      double alone =
          network().evaluate(batch(2).inputs(), batch(2).target(), SQUARES).losses().get(0);
      assertThat(measured.loss() / 4).isCloseTo(alone, within(0.2));
      assertThat(network.optimizerState().get("step").values()).containsExactly(1);
    }
  }
}
