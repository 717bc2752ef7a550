package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;

/** Names, order and sharing of tensors where a network uses them in another order. */
final class ParameterOrderTest {
  private static final Convolution LAYER = new Convolution(1, 1, 3, 1, 1, false);

  /** Two linear maps with common weights, one convolution used twice, one used before its place. */
  private record Shared() implements GraphDefinition {
    @Override
    public <V> V build(Graph<V> graph, V input) {
      graph.place("late");
      V x = graph.convolution("twice", input, LAYER);
      x = graph.convolution("twice", graph.relu(x), LAYER.reused());
      V vector = graph.vector("condition", 1);
      V first = graph.sigmoid(graph.linear("a-b.linear", vector, new Linear(1, 1)));
      Linear same = new Linear(1, 1, Optional.of("a-b.linear"), false);
      V second = graph.linear("a_b.linear", first, same);
      x = graph.multiply(x, graph.spread(second));
      return graph.convolution("late.conv", x, Convolution.pointwise(1, 1));
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

  private static final List<String> OWN =
      List.of(
          "late.conv.weight",
          "late.conv.bias",
          "twice.weight",
          "a-b.linear.weight",
          "a-b.linear.bias",
          "a_b.linear.bias");

  @Test
  void putsAModuleWhereItWasAnnounced() {
    assertThat(ParameterEmitter.parametersOf(new Shared()))
        .extracting(ParameterSpec::name)
        .containsExactlyElementsOf(OWN);
    assertThat(ParameterEmitter.namesOf(new Shared()))
        .extracting(ParameterSpec::name)
        .containsSubsequence("a-b.linear.bias", "a_b.linear.weight", "a_b.linear.bias")
        .hasSize(7);
    assertThat(ParameterEmitter.trainableCount(new Shared())).isEqualTo(2 + 9 + 3);
  }

  @Test
  void takesWeightsWithOrWithoutSecondNames() {
    Weights weights = Weights.initial(new Shared(), 2);
    assertThat(weights.names()).containsExactlyElementsOf(OWN);
    Map<String, Tensor> more = new LinkedHashMap<>(weights.asMap());
    more.put("a_b.linear.weight", weights.get("a-b.linear.weight"));
    assertThat(Weights.of(more).fitting(new Shared())).isEqualTo(weights);
    more.put("other", weights.get("a-b.linear.weight"));
    assertThatThrownBy(() -> Weights.of(more).fitting(new Shared()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("other");
  }

  @Test
  void writesASecondNameWithoutASecondCopy() throws IOException {
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    TorchScriptArchive.write(new Shared(), Weights.initial(new Shared(), 2), archive);
    String text = archive.toString(StandardCharsets.ISO_8859_1);
    assertThat(text).contains("network/data/5").doesNotContain("network/data/6");
  }

  @Test
  void learnsSharedTensorsOnceAndPredictsAlikeEverywhere() throws IOException {
    Inputs inputs =
        Inputs.of(Waves.of(0.3, 2, 1, 4, 5))
            .with("condition", Tensor.of(new float[] {1.5f, -2}, 2, 1));
    Weights weights;
    LossFunction squares = (p, t) -> p.sub(t).square().mean();
    try (TrainableNetwork network =
        new TrainableNetwork(new Shared(), Weights.initial(new Shared(), 2), Device.CPU)) {
      Tensor target = Waves.of(0.5, 2, 1, 4, 5);
      double before = network.evaluate(inputs, target, squares).losses().get(0);
      for (int step = 0; step < 30; step++) {
        network.step(inputs, target, squares, new StepSettings(0.02, step));
      }
      assertThat(network.evaluate(inputs, target, squares).losses().get(0)).isLessThan(before);
      weights = network.weights();
      assertThat(weights.names()).containsExactlyElementsOf(OWN);
      ByteArrayOutputStream onnx = new ByteArrayOutputStream();
      OnnxModel.write(new Shared(), weights, onnx);
      try (Predictor torch = new TorchPredictor(new Shared(), weights, Device.CPU);
          Predictor runtime = new OnnxPredictor(onnx.toByteArray(), 1)) {
        float[] expected = network.forward(inputs).values();
        assertThat(torch.predict(inputs).values()).containsExactly(expected, within(1e-6f));
        assertThat(runtime.predict(inputs).values()).containsExactly(expected, within(1e-6f));
        for (Predictor predictor : List.of(torch, runtime)) {
          assertThat(predictor.vectors()).containsExactly(new VectorInput("condition", 1));
          assertThatThrownBy(() -> predictor.predict(inputs.image()))
              .isInstanceOf(BadInputException.class)
              .hasMessageContaining("2x1 numbers as \"condition\"");
          assertThatThrownBy(() -> predictor.predict(inputs.with("condition", Tensor.zeros(2, 3))))
              .hasMessageContaining("2x3");
          assertThatThrownBy(() -> predictor.predict(inputs.with("present", Tensor.zeros(2, 1))))
              .hasMessageContaining("nothing named \"present\"");
        }
      }
    }
  }

  @Test
  void refusesToShareWhatIsNotThere() {
    assertThatThrownBy(() -> ParameterEmitter.parametersOf(new Stranger(LAYER.reused())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("second time");
    assertThatThrownBy(() -> ParameterEmitter.parametersOf(new Stranger(LAYER)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Two tensors are named conv.weight");
  }

  /** A layer of a name that has another kernel. */
  private record Stranger(Convolution layer) implements GraphDefinition {
    @Override
    public <V> V build(Graph<V> graph, V input) {
      V x = graph.convolution("conv", input, new Convolution(1, 1, 1, 1, 0, false));
      return graph.convolution("conv", x, layer);
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
}
