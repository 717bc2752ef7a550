package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.engine.Device;
import scanmill.engine.OnnxModel;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.TorchPredictor;
import scanmill.engine.Weights;

/** Held to values that ivadomed's own code gave. */
final class ClassifiersTest {
  private static final Resnet18 RESNET = new Resnet18(1, 1, true);
  private static final Densenet121 DENSENET = new Densenet121(1, 1, true, 0.3);

  private static void gives(Architecture network, double expected) throws IOException {
    Weights weights = Waves.weights(network);
    ByteArrayOutputStream onnx = new ByteArrayOutputStream();
    OnnxModel.write(network, weights, onnx);
    Tensor image = Waves.input(1, 1, 64, 64);
    try (Predictor torch = new TorchPredictor(network, weights, Device.CPU);
        Predictor runtime = new OnnxPredictor(onnx.toByteArray(), 1)) {
      for (Predictor predictor : List.of(torch, runtime)) {
        Tensor output = predictor.predict(image);
        assertThat(output.shape()).containsExactly(1, 1);
        assertThat((double) output.values()[0]).isCloseTo(expected, within(2e-6));
      }
    }
  }

  @Test
  void agreeWithTheOriginal() throws IOException {
    gives(RESNET, 0.493437);
    gives(DENSENET, 0.486149);
  }

  @Test
  void learnAsManyNumbersAsTheOriginal() {
    assertThat(ParameterEmitter.trainableCount(RESNET)).isEqualTo(11_171_266);
    assertThat(ParameterEmitter.trainableCount(DENSENET)).isEqualTo(6_949_634);
  }

  @Test
  void nameTheirTensorsAsTheOriginal() {
    assertThat(ParameterEmitter.parametersOf(RESNET))
        .extracting(ParameterSpec::name)
        .startsWith("conv1.weight", "bn1.weight", "bn1.bias")
        .containsSubsequence(
            "layer2.0.conv1.weight",
            "layer2.0.bn2.bias",
            "layer2.0.downsample.0.weight",
            "layer2.0.downsample.1.weight",
            "layer2.1.conv1.weight")
        .endsWith("fc.weight", "fc.bias");
    assertThat(ParameterEmitter.parametersOf(DENSENET))
        .extracting(ParameterSpec::name)
        .startsWith("features.conv0.weight", "features.norm0.weight")
        .containsSubsequence(
            "features.denseblock1.denselayer6.conv2.weight",
            "features.transition1.norm.weight",
            "features.transition1.conv.weight",
            "features.denseblock2.denselayer1.norm1.weight",
            "features.norm5.bias")
        .endsWith("classifier.weight", "classifier.bias");
  }

  @Test
  void giveEachOfSeveralClassesItsProbability() {
    Resnet18 three = new Resnet18(2, UNet.outChannelsFor(3), true);
    try (Predictor predictor = new TorchPredictor(three, Weights.initial(three, 1), Device.CPU)) {
      Tensor output = predictor.predict(Waves.input(2, 2, 33, 40));
      assertThat(output.shape()).containsExactly(2, 3);
      for (int sample = 0; sample < 2; sample++) {
        float sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += output.values()[3 * sample + k];
        }
        assertThat(sum).isBetween(0.01f, 0.99f); // the rest is "none of them"
      }
    }
  }

  @Test
  void beginWithHesDistribution() {
    // layer4.0.conv2: fan out 512 x 9.
    float[] values = Weights.initial(RESNET, 3).get("layer4.0.conv2.weight").values();
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    assertThat(squares / values.length).isCloseTo(2 / (512 * 9.0), within(1e-6));
    assertThat(Weights.initial(DENSENET, 3).get("classifier.bias").values()).containsOnly(0);
  }
}
