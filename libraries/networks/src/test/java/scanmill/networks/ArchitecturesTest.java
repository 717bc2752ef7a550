package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.engine.Device;
import scanmill.engine.GraphBlock;
import scanmill.engine.Native;
import scanmill.engine.OnnxModel;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.Predictor;
import scanmill.engine.Safetensors;
import scanmill.engine.StepResult;
import scanmill.engine.StepSettings;
import scanmill.engine.Tensor;
import scanmill.engine.TorchPredictor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.Weights;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/** What every architecture keeps to: all of the catalogue as they come, and the U-Net's kinds. */
final class ArchitecturesTest {
  @BeforeAll
  static void load() {
    Native.load();
  }

  static Stream<Architecture> architectures() {
    Stream<Architecture> plain =
        Architectures.CATALOG.names().stream()
            .map(name -> Architectures.CATALOG.read(name, StrictJson.parse("{}", name), name));
    Stream<Architecture> kinds =
        Stream.of(true, false)
            .flatMap(
                is2d ->
                    Arrays.stream(FinalActivation.values())
                        .map(last -> new UNet(2, 3, 2, 4, 0.3, 0.1, is2d, last)));
    return Stream.concat(plain, kinds);
  }

  private static Tensor input(Architecture architecture) {
    int channels = architecture.inputChannels();
    return architecture.dimensions() == 2
        ? Waves.input(2, channels, 19, 17)
        : Waves.input(2, channels, 9, 10, 8);
  }

  private static Tensor target(Architecture architecture) {
    int[] shape = input(architecture).shape();
    shape[1] = architecture.outputChannels();
    Tensor target = Waves.input(shape);
    for (int i = 0; i < target.size(); i++) {
      target.values()[i] = target.values()[i] > 0.5 ? 1 : 0;
    }
    return target;
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void predictTheSameEagerlyInTorchScriptAndInOnnx(Architecture architecture) throws IOException {
    Weights weights = Waves.weights(architecture);
    Tensor input = input(architecture);
    int[] expectedShape = target(architecture).shape();
    float[] eager = eager(architecture, weights, input);
    ByteArrayOutputStream onnx = new ByteArrayOutputStream();
    OnnxModel.write(architecture, weights, onnx);
    try (Predictor torch = new TorchPredictor(architecture, weights, Device.CPU);
        Predictor runtime = new OnnxPredictor(onnx.toByteArray(), 1)) {
      for (Predictor predictor : List.of(torch, runtime)) {
        Tensor output = predictor.predict(input);
        assertThat(output.shape()).isEqualTo(expectedShape);
        assertThat(output.values()).containsExactly(eager, within(1e-5f));
        assertThat(predictor.inputChannels()).isEqualTo(architecture.inputChannels());
        assertThat(predictor.outputChannels()).hasValue(architecture.outputChannels());
        assertThat(predictor.dimensions()).isEqualTo(architecture.dimensions());
      }
    }
  }

  private static float[] eager(Architecture architecture, Weights weights, Tensor input) {
    try (NDManager manager = NDManager.newBaseManager()) {
      GraphBlock block = new GraphBlock(architecture);
      block.set(manager, weights);
      long[] shape = Arrays.stream(input.shape()).asLongStream().toArray();
      NDArray x = manager.create(input.values(), new Shape(shape));
      ParameterStore store = new ParameterStore(manager, false);
      return block.forward(store, new NDList(x), false).singletonOrThrow().toFloatArray();
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void learn(Architecture architecture) {
    Tensor input = input(architecture);
    Tensor target = target(architecture);
    Weights start = Weights.initial(architecture, 6);
    try (TrainableNetwork network = new TrainableNetwork(architecture, start, Device.CPU)) {
      double before = network.evaluate(input, target, new DiceLoss(1)).losses().get(0);
      for (int step = 0; step < 8; step++) {
        StepResult result =
            network.step(input, target, new DiceLoss(1), new StepSettings(0.003, step));
        assertThat(result.updated()).isTrue();
      }
      Weights after = network.weights();
      ParameterEmitter.parametersOf(architecture)
          .forEach(
              parameter ->
                  assertThat(after.get(parameter.name()))
                      .as(parameter.name())
                      .isNotEqualTo(start.get(parameter.name())));
      assertThat(network.evaluate(input, target, new DiceLoss(1)).losses().get(0))
          .isNotEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void keepTheirWeightsInAFile(Architecture architecture) throws IOException {
    Weights weights = Weights.initial(architecture, 6);
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    Safetensors.write(file, weights, Map.of());
    Weights read = Safetensors.read(new ByteArrayInputStream(file.toByteArray())).weights();
    assertThat(read.fitting(architecture)).isEqualTo(weights);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void areReadAsTheyAreWritten(Architecture architecture) {
    String name = Architectures.CATALOG.nameOf(architecture);
    assertThat(Architectures.CATALOG.read(name, Architectures.CATALOG.write(architecture), name))
        .isEqualTo(architecture);
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void refuseAnImageThatVanishesOnTheWayDown(Architecture architecture) {
    int[] shape = input(architecture).shape();
    shape[2] = architecture.smallestExtent() - 1;
    try (Predictor predictor =
        new TorchPredictor(architecture, Weights.initial(architecture, 6), Device.CPU)) {
      assertThatThrownBy(() -> predictor.predict(Waves.input(shape)))
          .isInstanceOf(BadInputException.class);
      shape[2]++;
      assertThat(predictor.predict(Waves.input(shape)).extent(2)).isEqualTo(shape[2]);
    }
  }

  @Test
  void areReadFromIvadomedsKeys() {
    String json =
        """
        {"in_channel": 2, "out_channel": 3, "depth": 4, "n_filters": 8, "dropout_rate": 0.2,
         "bn_momentum": 0.05, "is_2d": false, "final_activation": "softmax"}
        """;
    assertThat(Architectures.CATALOG.read("Unet", StrictJson.parse(json, "test"), "default_model"))
        .isEqualTo(new UNet(2, 3, 4, 8, 0.2, 0.05, false, FinalActivation.SOFTMAX));
  }

  @Test
  void sayWhichOnesAreStillToCome() {
    assertThatThrownBy(
            () -> Architectures.CATALOG.read("HeMISUnet", StrictJson.parse("{}", ""), "x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config-not-built");
  }
}
