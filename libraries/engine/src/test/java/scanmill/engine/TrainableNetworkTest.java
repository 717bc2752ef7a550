package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.problems.BadInputException;

final class TrainableNetworkTest {
  private static final LossFunction SQUARES = (p, t) -> p.sub(t).square().mean();
  private static final SmallNetwork FLAT = new SmallNetwork(2, 0.3);

  private static TrainableNetwork network(GraphDefinition definition) {
    return new TrainableNetwork(definition, Weights.initial(definition, 6), Device.CPU);
  }

  private static int[] shape(int dimensions, int channels) {
    return dimensions == 2 ? new int[] {2, channels, 9, 8} : new int[] {2, channels, 5, 4, 6};
  }

  private static void train(TrainableNetwork network, int from, int to) {
    int dimensions = network.definition().dimensions();
    for (int step = from; step < to; step++) {
      Tensor x = Waves.of(0.1 + 0.01 * step, shape(dimensions, 2));
      Tensor y = Waves.mask(0.1 + 0.01 * step, shape(dimensions, 1));
      network.step(x, y, SQUARES, new StepSettings(0.01, Seed.of(6, 1, step)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void learnsAToy(int dimensions) {
    Tensor x = Waves.of(0.11, shape(dimensions, 2));
    Tensor y = Waves.mask(0.11, shape(dimensions, 1));
    try (TrainableNetwork network = network(new SmallNetwork(dimensions, 0))) {
      List<Double> losses = new ArrayList<>();
      for (int step = 0; step < 60; step++) {
        losses.add(network.step(x, y, SQUARES, new StepSettings(0.02, step)).loss());
      }
      assertThat(losses.get(59)).isLessThan(0.6 * losses.get(0));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void goesOnExactlyWhereItWasSaved(int dimensions, @TempDir Path folder) throws IOException {
    SmallNetwork definition = new SmallNetwork(dimensions, 0.3);
    Path file = folder.resolve("checkpoint.safetensors");
    Weights undisturbed;
    Weights moments;
    try (TrainableNetwork network = network(definition)) {
      train(network, 0, 10);
      undisturbed = network.weights();
      moments = network.optimizerState();
    }
    try (TrainableNetwork network = network(definition)) {
      train(network, 0, 5);
      Weights all = network.weights().under("w/").and(network.optimizerState().under("o/"));
      Safetensors.write(file, all, java.util.Map.of());
    }
    Weights saved = Safetensors.read(file).weights();
    try (TrainableNetwork network =
        new TrainableNetwork(definition, saved.below("w/"), Device.CPU)) {
      network.restoreOptimizer(saved.below("o/"));
      train(network, 5, 10);
      assertThat(network.weights()).isEqualTo(undisturbed);
      assertThat(network.optimizerState()).isEqualTo(moments);
    }
  }

  @Test
  void learnsTheSameBesideAnotherAsAlone() throws Exception {
    Callable<Weights> run =
        () -> {
          try (TrainableNetwork network = network(FLAT)) {
            train(network, 0, 15);
            return network.weights();
          }
        };
    Weights alone = run.call();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      List<Future<Weights>> both = threads.invokeAll(List.of(run, run));
      assertThat(both.get(0).get()).isEqualTo(alone);
      assertThat(both.get(1).get()).isEqualTo(alone);
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void dropsOtherChannelsUnderAnotherSeed() {
    Tensor x = Waves.of(0.11, shape(2, 2));
    Tensor y = Waves.mask(0.11, shape(2, 1));
    try (TrainableNetwork network = network(FLAT)) {
      double first = network.step(x, y, SQUARES, new StepSettings(0, 1)).loss();
      double again = network.step(x, y, SQUARES, new StepSettings(0, 1)).loss();
      double other = network.step(x, y, SQUARES, new StepSettings(0, 2)).loss();
      assertThat(again).isEqualTo(first);
      assertThat(other).isNotEqualTo(first);
    }
  }

  @Test
  void changesNothingByEvaluating() {
    Tensor x = Waves.of(0.11, shape(2, 2));
    Tensor y = Waves.mask(0.11, shape(2, 1));
    try (TrainableNetwork network = network(FLAT)) {
      train(network, 0, 2);
      Weights before = network.weights();
      Evaluation evaluation = network.evaluate(x, y, SQUARES, SQUARES);
      assertThat(network.weights()).isEqualTo(before);
      assertThat(network.forward(x)).isEqualTo(evaluation.prediction());
      assertThat(evaluation.losses())
          .hasSize(2)
          .allSatisfy(loss -> assertThat(loss).isCloseTo(squares(evaluation, y), within(1e-6)));
      try (Predictor predictor = new TorchPredictor(FLAT, before, Device.CPU)) {
        assertThat(predictor.predict(x)).isEqualTo(evaluation.prediction());
      }
    }
  }

  private static double squares(Evaluation evaluation, Tensor y) {
    double squares = 0;
    float[] p = evaluation.prediction().values();
    for (int i = 0; i < p.length; i++) {
      squares += Math.pow(p[i] - y.values()[i], 2) / p.length;
    }
    return squares;
  }

  @Test
  void observesOtherLossesWithoutEffect() {
    Tensor x = Waves.of(0.11, shape(2, 2));
    Tensor y = Waves.mask(0.11, shape(2, 1));
    StepSettings settings = new StepSettings(0.01, 1);
    try (TrainableNetwork plain = network(FLAT);
        TrainableNetwork observed = network(FLAT)) {
      plain.step(x, y, SQUARES, settings);
      StepResult result = observed.step(x, y, SQUARES, settings, SQUARES, (p, t) -> p.sum());
      assertThat(result.observed()).hasSize(2);
      assertThat(result.observed().get(0)).isEqualTo(result.loss());
      assertThat(observed.weights()).isEqualTo(plain.weights());
    }
  }

  @Test
  void keepsItsWeightsWhenTheLossIsNoNumber() {
    LossFunction infinite = (p, t) -> p.sum().div(0f);
    LossFunction infiniteGradient = (p, t) -> p.sub(p).abs().sqrt().sum();
    try (TrainableNetwork network = network(new Line())) {
      Tensor one = Waves.of(0.3, 1, 1, 2, 2);
      train(network, one);
      Weights before = network.weights();
      Weights moments = network.optimizerState();
      for (LossFunction loss : List.of(infinite, infiniteGradient)) {
        StepResult result = network.step(one, one, loss, new StepSettings(0.1, 1));
        assertThat(result.updated()).isFalse();
        assertThat(network.weights()).isEqualTo(before);
        assertThat(network.optimizerState()).isEqualTo(moments);
      }
      train(network, one);
      assertThat(network.weights()).isNotEqualTo(before);
      assertThat(network.weights().get("line.weight").values()[0]).isFinite();
    }
  }

  @Test
  void forgetsGradientsThatWereGathered() {
    StepSettings gathering = new StepSettings(0.1, OptionalDouble.empty(), 1, 1, false);
    Tensor one = Waves.of(0.3, 1, 1, 2, 2);
    Tensor other = Waves.of(0.7, 1, 1, 2, 2);
    try (TrainableNetwork plain = network(new Line());
        TrainableNetwork forgetful = network(new Line())) {
      forgetful.step(other, Waves.of(0.2, 1, 1, 2, 2), SQUARES, gathering);
      assertThat(forgetful.gradients().get("line.weight").values()[0]).isNotZero();
      forgetful.forgetGradients();
      assertThat(forgetful.gradients().get("line.weight").values()[0]).isZero();

      train(plain, one);
      train(forgetful, one);
      assertThat(forgetful.weights()).isEqualTo(plain.weights());
    }
  }

  @Test
  void stepsByGradientsThatWereMadeElsewhere() {
    StepSettings gathering = new StepSettings(0.1, OptionalDouble.empty(), 1, 1, false);
    Tensor one = Waves.of(0.3, 1, 1, 2, 2);
    try (TrainableNetwork plain = network(new Line());
        TrainableNetwork giving = network(new Line());
        TrainableNetwork taking = network(new Line())) {
      train(plain, one);
      giving.step(one, Waves.of(0.5, 1, 1, 2, 2), SQUARES, gathering);
      taking.step(one, Waves.of(0.9, 1, 1, 2, 2), SQUARES, gathering);
      taking.update(giving.gradients(), new StepSettings(0.1, 1));
      assertThat(taking.weights()).isEqualTo(plain.weights());
      assertThat(taking.optimizerState()).isEqualTo(plain.optimizerState());
    }
  }

  private static void train(TrainableNetwork network, Tensor one) {
    network.step(one, Waves.of(0.5, 1, 1, 2, 2), SQUARES, new StepSettings(0.1, 1));
  }

  /** y = w x + b at every pixel: a network whose gradient is easily written down. */
  private record Line() implements GraphDefinition {
    @Override
    public <V> V build(Graph<V> graph, V input) {
      return graph.convolution("line", input, new Convolution(1, 1, 1, 1, 0, true));
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
    public int dimensions() {
      return 2;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.05, 100})
  void followsAdamAsItIsWrittenDown(double clipping) {
    Weights start = Weights.initial(new Line(), 3);
    double[] parameter = {start.get("line.weight").values()[0], start.get("line.bias").values()[0]};
    double[] m = new double[2];
    double[] v = new double[2];
    OptionalDouble largest = clipping > 0 ? OptionalDouble.of(clipping) : OptionalDouble.empty();
    try (TrainableNetwork network = new TrainableNetwork(new Line(), start, Device.CPU)) {
      for (int step = 1; step <= 20; step++) {
        Tensor x = Waves.of(0.3 * step, 1, 1, 3, 5);
        Tensor t = Waves.of(0.5 * step, 1, 1, 3, 5);
        double rate = 0.1 / step;
        StepResult result = network.step(x, t, SQUARES, new StepSettings(rate, largest, step));
        double[] g = new double[2];
        for (int i = 0; i < 15; i++) {
          double xi = x.values()[i];
          double error = 2 * (parameter[0] * xi + parameter[1] - t.values()[i]) / 15;
          g[0] += error * xi;
          g[1] += error;
        }
        double norm = Math.hypot(g[0], g[1]);
        assertThat(result.gradientNorm()).isCloseTo(norm, within(1e-5));
        double factor = clipping > 0 ? Math.min(1, clipping / (norm + 1e-6)) : 1;
        for (int p = 0; p < 2; p++) {
          m[p] = 0.9 * m[p] + 0.1 * factor * g[p];
          v[p] = 0.999 * v[p] + 0.001 * Math.pow(factor * g[p], 2);
          double firstMoment = m[p] / (1 - Math.pow(0.9, step));
          double secondMoment = v[p] / (1 - Math.pow(0.999, step));
          parameter[p] -= rate * firstMoment / (Math.sqrt(secondMoment) + 1e-8);
        }
        Weights now = network.weights();
        assertThat((double) now.get("line.weight").values()[0])
            .isCloseTo(parameter[0], within(1e-5));
        assertThat((double) now.get("line.bias").values()[0]).isCloseTo(parameter[1], within(1e-5));
      }
    }
  }

  @Test
  void holdsNoMoreMemoryAfterManySteps() throws IOException {
    // One step leaves 4 MB to be freed: 150 forgotten ones could not be overlooked.
    LossFunction wasteful =
        (p, target) -> p.sub(target).square().tile(new long[] {1, 30, 1, 1}).mean();
    Tensor x = Waves.of(0.11, 2, 2, 96, 96);
    Tensor y = Waves.mask(0.11, 2, 1, 96, 96);
    try (TrainableNetwork network = network(FLAT)) {
      for (int step = 0; step < 50; step++) {
        network.step(x, y, wasteful, new StepSettings(0.01, step));
        network.evaluate(x, y, wasteful);
      }
      long before = residentBytes();
      for (int step = 0; step < 150; step++) {
        network.step(x, y, wasteful, new StepSettings(0.01, step));
        network.evaluate(x, y, wasteful);
      }
      assertThat(residentBytes() - before).isLessThan(100L << 20);
    }
  }

  private static long residentBytes() throws IOException {
    System.gc();
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IllegalStateException("No resident size in /proc/self/status");
  }

  @Test
  void rejectsInputsOfAnotherKind() {
    StepSettings settings = new StepSettings(0.01, 1);
    Tensor y = Tensor.zeros(2, 1, 9, 8);
    try (TrainableNetwork network = network(FLAT)) {
      assertThatThrownBy(() -> network.forward(Tensor.zeros(2, 2, 9, 8, 7)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("input-rank");
      assertThatThrownBy(() -> network.step(Tensor.zeros(2, 3, 9, 8), y, SQUARES, settings))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("takes 2 channels, but the input has 3");
      assertThatThrownBy(() -> network.forward(Tensor.zeros(2, 2, 9, 1)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("input-too-small");
      assertThatThrownBy(() -> network.step(Tensor.zeros(2, 2, 9, 9), y, SQUARES, settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("2x1x9x9");
    }
  }

  @Test
  void takesALossOfDoublesAndRejectsOneOfManyNumbers() {
    Tensor one = Waves.of(0.3, 1, 1, 2, 2);
    StepSettings settings = new StepSettings(0.1, 1);
    LossFunction doubles = (p, t) -> p.sub(t).square().sum().mul(0.5d);
    try (TrainableNetwork network = network(new Line())) {
      assertThat(network.step(one, one, doubles, settings, doubles).updated()).isTrue();
      assertThatThrownBy(() -> network.step(one, one, (p, t) -> p.sub(t), settings))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one number");
    }
  }

  @Test
  void rejectsStateOfAnotherNetwork() {
    try (TrainableNetwork network = network(FLAT);
        TrainableNetwork line = network(new Line())) {
      assertThatThrownBy(() -> network.restoreOptimizer(line.optimizerState()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("optimizer-state-mismatch");
    }
    assertThatThrownBy(() -> new TrainableNetwork(FLAT, Weights.initial(new Line(), 1), Device.CPU))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("down.0.conv.weight");
  }

  @Test
  void rejectsUseAfterClosing() {
    TrainableNetwork network = network(FLAT);
    network.close();
    network.close();
    assertThatThrownBy(network::weights).isInstanceOf(IllegalStateException.class);
  }
}
