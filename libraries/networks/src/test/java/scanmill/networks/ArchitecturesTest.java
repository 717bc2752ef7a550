package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

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
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.engine.Device;
import scanmill.engine.GraphBlock;
import scanmill.engine.Inputs;
import scanmill.engine.LearningSettings;
import scanmill.engine.LossFunction;
import scanmill.engine.Native;
import scanmill.engine.OnnxModel;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Optimizer;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.Precision;
import scanmill.engine.Predictor;
import scanmill.engine.Safetensors;
import scanmill.engine.StepResult;
import scanmill.engine.StepSettings;
import scanmill.engine.Tensor;
import scanmill.engine.TorchPredictor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.VectorInput;
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
    Stream<Architecture> small = SMALL.stream().map(ArchitecturesTest::read);
    Stream<Architecture> kinds =
        Stream.of(true, false)
            .flatMap(
                is2d ->
                    Arrays.stream(FinalActivation.values())
                        .map(last -> new UNet(2, 3, 2, 4, 0.3, 0.1, is2d, last)));
    return Stream.concat(small, kinds);
  }

  /** Every name of the catalogue, in each of its dimensions, with little to compute. */
  private static final List<String> SMALL =
      List.of(
          "Unet {'n_filters': 4, 'depth': 2, 'attention': true, 'in_channel': 2}",
          "Unet {'n_filters': 4, 'depth': 2, 'attention': true, 'is_2d': false, 'out_channel': 3}",
          "FiLMedUnet {'n_filters': 4, 'depth': 2, 'n_metadata': 3, 'film_layers': [1,1,0,1,1,1]}",
          "FiLMedUnet {'n_filters': 4, 'depth': 1, 'n_metadata': 2, 'film_layers': [0,1,0,1],"
              + " 'is_2d': false, 'out_channel': 3, 'final_activation': 'softmax'}",
          "Modified3DUNet {'n_filters': 2}",
          "UNet3D {'n_filters': 2, 'attention': true, 'out_channel': 3, 'n_metadata': 2,"
              + " 'film_layers': [1,1,1,1,1,1,1,1,1,1], 'final_activation': 'softmax'}",
          "HeMISUnet {'contrasts': ['T1w', 'acq-MTon_MTS', 'T2w'], 'n_filters': 4, 'depth': 2}",
          "HeMISUnet {'contrasts': ['T1w', 'T2w'], 'n_filters': 4, 'depth': 1, 'is_2d': false}",
          "ResidualEncoderUnet {'n_filters': 4, 'depth': 3, 'dropout_rate': 0.2, 'out_channel': 3}",
          "ResidualEncoderUnet {'n_filters': 2, 'depth': 2, 'is_2d': false, 'in_channel': 2,"
              + " 'n_blocks': [1, 1, 2], 'strides': [[2, 2, 1], [2, 2, 2]],"
              + " 'kernels': [[3, 3, 1], [3, 3, 3], [3, 3, 3]]}",
          "Countception {'in_channel': 2, 'out_channel': 2}",
          "resnet18 {'in_channel': 2, 'out_channel': 3}",
          "densenet121 {'in_channel': 2, 'out_channel': 3, 'is_2d': false}");

  private static Architecture read(String entry) {
    int space = entry.indexOf(' ');
    String name = entry.substring(0, space);
    String json = entry.substring(space + 1).replace('\'', '"');
    return Architectures.CATALOG.read(name, StrictJson.parse(json, name), name);
  }

  @Test
  void areAllHeldToTheirContract() {
    assertThat(SMALL.stream().map(entry -> entry.substring(0, entry.indexOf(' '))))
        .containsAll(Architectures.CATALOG.names());
  }

  private static Inputs inputs(Architecture architecture) {
    return inputs(architecture, input(architecture));
  }

  private static Inputs inputs(Architecture architecture, Tensor image) {
    Inputs inputs = Inputs.of(image);
    for (VectorInput vector : ParameterEmitter.vectorsOf(architecture)) {
      Tensor values = Tensor.zeros(image.extent(0), vector.width());
      for (int i = 0; i < values.size(); i++) {
        values.values()[i] = i % 4 == 1 ? 0 : 1;
      }
      inputs = inputs.with(vector.name(), values);
    }
    return inputs;
  }

  private static Tensor input(Architecture architecture) {
    int channels = architecture.inputChannels();
    int least = architecture.smallestExtent();
    if (architecture instanceof Countception) {
      return Waves.input(2, channels, 5, 4); // it adds 80 by itself
    }
    if (architecture.dimensions() == 2) {
      return Waves.input(2, channels, Math.max(19, least + 2), Math.max(17, least));
    }
    // Instance normalisation magnifies rounding errors where few voxels are left.
    return architecture instanceof UNet
        ? Waves.input(2, channels, 9, 10, 8)
        : Waves.input(2, channels, Math.max(17, least), Math.max(19, least), Math.max(18, least));
  }

  private static Tensor target(Architecture architecture) {
    int[] shape = input(architecture).shape();
    shape = architecture.outputIsImage() ? shape : Arrays.copyOf(shape, 2);
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
    // What rectifies at its end divides by small numbers: waves keep them away from 0.
    Weights weights =
        architecture instanceof UNet
            ? Waves.weights(architecture)
            : Weights.initial(architecture, 6);
    Inputs inputs = inputs(architecture);
    int[] expectedShape = target(architecture).shape();
    float[] eager = eager(architecture, weights, inputs);
    ByteArrayOutputStream onnx = new ByteArrayOutputStream();
    OnnxModel.write(architecture, weights, onnx);
    try (Predictor torch = new TorchPredictor(architecture, weights, Device.CPU);
        Predictor runtime = new OnnxPredictor(onnx.toByteArray(), 1)) {
      for (Predictor predictor : List.of(torch, runtime)) {
        Tensor output = predictor.predict(inputs);
        assertThat(output.shape()).isEqualTo(expectedShape);
        assertThat(largestDifference(output.values(), eager)).isLessThan(1e-5);
        assertThat(predictor.inputChannels()).isEqualTo(architecture.inputChannels());
        assertThat(predictor.outputChannels()).hasValue(architecture.outputChannels());
        assertThat(predictor.dimensions()).isEqualTo(architecture.dimensions());
      }
    }
  }

  private static double largestDifference(float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    double largest = 0;
    for (int i = 0; i < found.length; i++) {
      double difference = Math.abs((double) found[i] - expected[i]);
      largest = difference <= largest ? largest : difference; // NaN stays
    }
    return largest;
  }

  private static float[] eager(Architecture architecture, Weights weights, Inputs inputs) {
    try (NDManager manager = NDManager.newBaseManager()) {
      GraphBlock block = new GraphBlock(architecture);
      block.set(manager, weights);
      NDList arrays = new NDList(array(manager, inputs.image()));
      for (Tensor vector : inputs.vectors().values()) {
        arrays.add(array(manager, vector));
      }
      ParameterStore store = new ParameterStore(manager, false);
      return block.forward(store, arrays, false).singletonOrThrow().toFloatArray();
    }
  }

  private static NDArray array(NDManager manager, Tensor tensor) {
    long[] shape = Arrays.stream(tensor.shape()).asLongStream().toArray();
    return manager.create(tensor.values(), new Shape(shape));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void learn(Architecture architecture) {
    Inputs inputs = inputs(architecture);
    Tensor target = target(architecture);
    Weights start = Weights.initial(architecture, 6);
    try (TrainableNetwork network = new TrainableNetwork(architecture, start, Device.CPU)) {
      for (int step = 0; step < (architecture instanceof Countception ? 1 : 2); step++) {
        StepResult result =
            network.step(inputs, target, new DiceLoss(1), new StepSettings(0.003, step));
        assertThat(result.updated()).isTrue();
      }
      Weights after = network.weights();
      ParameterEmitter.parametersOf(architecture)
          .forEach(
              parameter ->
                  assertThat(after.get(parameter.name()))
                      .as(parameter.name())
                      .isNotEqualTo(start.get(parameter.name())));
    }
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void learnInSixteenBits(Architecture architecture) {
    assumeThat(architecture).isNotInstanceOf(Countception.class); // much to compute, nothing new
    LearningSettings narrow =
        new LearningSettings(new Optimizer.Adam(0), Precision.BFLOAT16, Set.of());
    Inputs inputs = inputs(architecture);
    Tensor target = target(architecture);
    Weights start = Weights.initial(architecture, 6);
    StepSettings still = new StepSettings(0, 1);
    LossFunction dice = new DiceLoss(1);
    try (TrainableNetwork half = new TrainableNetwork(architecture, start, Device.CPU, narrow);
        TrainableNetwork full = new TrainableNetwork(architecture, start, Device.CPU)) {
      double expected = full.step(inputs, target, dice, still).loss();
      StepResult result = half.step(inputs, target, dice, still);
      assertThat(result.updated()).isTrue();
      assertThat(result.loss()).isCloseTo(expected, within(0.05));
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
    shape[0] = 1;
    shape[2] = architecture.smallestExtent() - 1;
    try (Predictor predictor =
        new TorchPredictor(architecture, Weights.initial(architecture, 6), Device.CPU)) {
      assertThatThrownBy(() -> predictor.predict(inputs(architecture, Waves.input(shape))))
          .isInstanceOf(BadInputException.class);
      shape[2]++;
      Tensor output = predictor.predict(inputs(architecture, Waves.input(shape)));
      assertThat(output.extent(1)).isEqualTo(architecture.outputChannels());
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
  void sayWhatTheyCannotBe() {
    assertThatThrownBy(
            () ->
                Architectures.CATALOG.read(
                    "Countception", StrictJson.parse("{\"use_logits\": true}", ""), "x"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("use_logits is false");
  }
}
