package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.problems.BadInputException;

/** On one weight whose gradient is 1 for an image of ones, so that every step is known by hand. */
final class OptimizerTest {
  private static final LossFunction MEAN = (p, t) -> p.mean();
  private static final Tensor ONES = Tensor.of(new float[] {1, 1, 1, 1}, 1, 1, 2, 2);

  private record OneWeight() implements GraphDefinition {
    @Override
    public <V> V build(Graph<V> graph, V input) {
      return graph.convolution("w", input, new Convolution(1, 1, 1, 1, 0, false));
    }

    @Override
    public int dimensions() {
      return 2;
    }

    @Override
    public int inputChannels() {
      return 1;
    }

    @Override
    public int outputChannels() {
      return 1;
    }

    @Override
    public int smallestExtent() {
      return 1;
    }
  }

  private static TrainableNetwork network(Optimizer optimizer) {
    return new TrainableNetwork(
        new OneWeight(),
        Weights.of(Map.of("w.weight", Tensor.of(new float[] {0.5f}, 1, 1, 1, 1))),
        Device.CPU,
        new LearningSettings(optimizer, Precision.FLOAT32, Set.of()));
  }

  private static float weight(TrainableNetwork network) {
    return Optional.ofNullable(network.weights().asMap().get("w.weight")).orElseThrow().values()[0];
  }

  private static void step(TrainableNetwork network) {
    network.step(ONES, ONES, MEAN, new StepSettings(0.1, 1));
  }

  @Test
  void momentumAddsUp() {
    try (TrainableNetwork network = network(new Optimizer.Sgd(0.9, false, 0))) {
      step(network);
      assertThat(weight(network)).isCloseTo(0.4f, within(1e-6f)); // 0.5 - 0.1 * 1
      step(network);
      assertThat(weight(network)).isCloseTo(0.21f, within(1e-6f)); // - 0.1 * 1.9
    }
  }

  @Test
  void nesterovLooksAhead() {
    try (TrainableNetwork network = network(new Optimizer.Sgd(0.9, true, 0))) {
      step(network);
      assertThat(weight(network)).isCloseTo(0.31f, within(1e-6f)); // 0.5 - 0.1 * (1 + 0.9)
      step(network);
      assertThat(weight(network)).isCloseTo(0.039f, within(1e-6f)); // - 0.1 * (1 + 0.9 * 1.9)
    }
  }

  @Test
  void decayIsPartOfTheGradientOfAdamButNotOfAdamW() {
    try (TrainableNetwork adam = network(new Optimizer.Adam(0.1));
        TrainableNetwork adamW = network(new Optimizer.AdamW(0.1));
        TrainableNetwork sgd = network(new Optimizer.Sgd(0, false, 0.1))) {
      step(adam);
      step(adamW);
      step(sgd);
      assertThat(weight(adam)).isCloseTo(0.4f, within(1e-6f)); // a first step is the rate
      assertThat(weight(adamW)).isCloseTo(0.395f, within(1e-6f)); // 0.5 * (1 - 0.01) - 0.1
      assertThat(weight(sgd)).isCloseTo(0.395f, within(1e-6f)); // 0.5 - 0.1 * (1 + 0.05)
    }
  }

  @Test
  void gradientsOfSeveralBatchesAddUpToOneStep() {
    try (TrainableNetwork network = network(new Optimizer.Sgd(0, false, 0))) {
      StepResult kept =
          network.step(
              ONES, ONES, MEAN, new StepSettings(0.1, OptionalDouble.empty(), 1, 0.5, false));
      assertThat(weight(network)).isEqualTo(0.5f);
      assertThat(kept.loss()).isEqualTo(0.5);
      StepResult made =
          network.step(
              ONES, ONES, MEAN, new StepSettings(0.1, OptionalDouble.empty(), 1, 0.5, true));
      assertThat(weight(network)).isCloseTo(0.4f, within(1e-6f));
      assertThat(made.gradientNorm()).isCloseTo(1, within(1e-6));
    }
  }

  @Test
  void momentumIsSavedAndRestored() {
    Weights weights;
    Weights state;
    try (TrainableNetwork network = network(new Optimizer.Sgd(0.9, false, 0))) {
      step(network);
      weights = network.weights();
      state = network.optimizerState();
    }
    LearningSettings settings =
        new LearningSettings(new Optimizer.Sgd(0.9, false, 0), Precision.FLOAT32, Set.of());
    try (TrainableNetwork network =
        new TrainableNetwork(new OneWeight(), weights, Device.CPU, settings)) {
      network.restoreOptimizer(state);
      step(network);
      assertThat(weight(network)).isCloseTo(0.21f, within(1e-6f));
    }
    try (TrainableNetwork adam = network(Optimizer.DEFAULT)) {
      assertThatThrownBy(() -> adam.restoreOptimizer(state))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("Adam");
    }
  }

  @Test
  void whatIsFrozenStaysAndHasNoState() {
    SmallNetwork definition = new SmallNetwork(2, 0);
    Weights before = Weights.initial(definition, 6);
    Set<String> frozen = Set.of("down.0.conv.weight", "down.0.conv.bias");
    try (TrainableNetwork network =
        new TrainableNetwork(
            definition,
            before,
            Device.CPU,
            new LearningSettings(Optimizer.DEFAULT, Precision.FLOAT32, frozen))) {
      Tensor x = Waves.of(0.11, 2, 2, 9, 8);
      network.step(x, Waves.mask(0.11, 2, 1, 9, 8), MEAN, new StepSettings(0.1, 1));
      Weights after = network.weights();
      for (String name : frozen) {
        assertThat(after.asMap().get(name)).isEqualTo(before.asMap().get(name));
      }
      assertThat(after.asMap().get("last.weight")).isNotEqualTo(before.asMap().get("last.weight"));
      assertThat(network.optimizerState().names()).doesNotContain("first.down.0.conv.weight");
    }
  }

  @Test
  void learnsInBfloat16NearlyAsIn32Bits() {
    SmallNetwork definition = new SmallNetwork(2, 0.3);
    LossFunction squares = (p, t) -> p.sub(t).square().mean();
    Tensor x = Waves.of(0.11, 2, 2, 9, 8);
    Tensor y = Waves.mask(0.11, 2, 1, 9, 8);
    List<Double> wide = losses(definition, Precision.FLOAT32, x, y, squares);
    List<Double> narrow = losses(definition, Precision.BFLOAT16, x, y, squares);
    assertThat(narrow.get(0)).isNotEqualTo(wide.get(0)).isCloseTo(wide.get(0), within(0.01));
    assertThat(narrow.get(39))
        .isLessThan(0.7 * narrow.get(0))
        .isCloseTo(wide.get(39), within(0.03));
  }

  /** Also where a volume has fewer slices than the kernel, and the processor knows 16 bits. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5})
  void hasNearlyTheSameGradientsInBfloat16(int slices) {
    GraphDefinition definition = new OneConvolution(16, 3);
    LossFunction squares = (p, t) -> p.sub(t).square().sum();
    Tensor x = Waves.of(0.11, 2, 16, slices, 4, 3);
    Tensor y = Waves.of(0.07, 2, 16, slices, 4, 3);
    Weights start = Weights.initial(definition, 6);
    StepSettings still = new StepSettings(0, OptionalDouble.empty(), 1, 1, false);
    Map<Precision, float[]> gradients = new EnumMap<>(Precision.class);
    for (Precision precision : Precision.values()) {
      LearningSettings settings = new LearningSettings(Optimizer.DEFAULT, precision, Set.of());
      try (TrainableNetwork network =
          new TrainableNetwork(definition, start, Device.CPU, settings)) {
        network.step(x, y, squares, still);
        gradients.put(precision, network.gradients().get("conv.weight").values());
      }
    }
    float[] wide = gradients.getOrDefault(Precision.FLOAT32, new float[0]);
    float[] narrow = gradients.getOrDefault(Precision.BFLOAT16, new float[0]);
    float largest = 0;
    for (float gradient : wide) {
      largest = Math.max(largest, Math.abs(gradient));
    }
    assertThat(narrow).usingElementComparator(near(0.02f * largest)).containsExactly(wide);
  }

  private static Comparator<Float> near(float allowed) {
    return (a, b) -> Math.abs(a - b) <= allowed ? 0 : Float.compare(a, b);
  }

  private record OneConvolution(int channels, int kernel) implements GraphDefinition {
    @Override
    public int dimensions() {
      return 3;
    }

    @Override
    public int inputChannels() {
      return channels;
    }

    @Override
    public int outputChannels() {
      return channels;
    }

    @Override
    public <V> V build(Graph<V> graph, V input) {
      return graph.convolution(
          "conv", input, new Convolution(channels, channels, kernel, 1, kernel / 2, true));
    }
  }

  private static List<Double> losses(
      GraphDefinition definition, Precision precision, Tensor x, Tensor y, LossFunction loss) {
    List<Double> losses = new ArrayList<>();
    try (TrainableNetwork network =
        new TrainableNetwork(
            definition,
            Weights.initial(definition, 6),
            Device.CPU,
            new LearningSettings(Optimizer.DEFAULT, precision, Set.of()))) {
      for (int step = 0; step < 40; step++) {
        losses.add(network.step(x, y, loss, new StepSettings(0.02, 1)).loss());
      }
    }
    return losses;
  }

  @Test
  void refusesWhatIsNoOptimiser() {
    assertThatThrownBy(() -> new Optimizer.Sgd(0, true, 0)).hasMessageContaining("momentum");
    assertThatThrownBy(() -> new Optimizer.AdamW(-1)).hasMessageContaining("at least 0");
    assertThatThrownBy(() -> new StepSettings(0.1, OptionalDouble.empty(), 1, 0, true))
        .hasMessageContaining("share");
  }
}
