package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.engine.Device;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Tensor;
import scanmill.engine.TorchPredictor;
import scanmill.engine.Weights;

/** Held to values that ivadomed's own code gave. */
final class UNetTest {
  private static UNet unet(int depth, int filters, int outChannels, FinalActivation last) {
    return new UNet(1, outChannels, depth, filters, 0.3, 0.1, true, last);
  }

  private static UNet unet3d(int depth, int filters) {
    return new UNet(1, 1, depth, filters, 0.3, 0.1, false, FinalActivation.SIGMOID);
  }

  @Test
  void agreesWithTheOriginalOnASquare() throws IOException {
    Golden.givesEverywhere(
        unet(2, 8, 1, FinalActivation.SIGMOID),
        Waves.input(1, 1, 32, 32),
        0.491948,
        0.510199,
        0.502502,
        0.505408);
  }

  @Test
  void agreesWithTheOriginalOnOddExtents() throws IOException {
    Golden.givesEverywhere(
        unet(3, 8, 1, FinalActivation.SIGMOID),
        Waves.input(1, 1, 37, 45),
        0.552888,
        0.485589,
        0.368636,
        0.523351);
  }

  @Test
  void agreesWithTheOriginalAtFullWidth() throws IOException {
    Golden.givesEverywhere(
        unet(3, 64, 1, FinalActivation.SIGMOID),
        Waves.input(1, 1, 32, 32),
        0.501137,
        0.501086,
        0.501106,
        0.501219);
  }

  @Test
  void agreesWithTheOriginalOnExclusiveClasses() throws IOException {
    Golden.givesEverywhere(
        unet(2, 8, 3, FinalActivation.SOFTMAX),
        Waves.input(1, 1, 32, 32),
        0.339825,
        0.340312,
        0.319596,
        0.328588);
  }

  @Test
  void agreesWithTheOriginalOnRectifiedClasses() throws IOException {
    Golden.givesEverywhere(
        unet(2, 8, 3, FinalActivation.RELU), Waves.input(1, 1, 32, 32), 0.370064, 0.503930, 0, 0);
  }

  @Test
  void rectifiesEachSampleOfABatchByItself() {
    UNet network = unet(2, 8, 3, FinalActivation.RELU);
    Weights weights = Weights.initial(network, 3);
    float[] first = new float[256];
    float[] second = new float[256];
    float[] both = new float[512];
    for (int v = 0; v < 256; v++) {
      first[v] = both[v] = (float) Math.sin(0.3 * v);
      second[v] = both[256 + v] = (float) (20 * Math.cos(0.2 * v));
    }
    try (TorchPredictor predictor = new TorchPredictor(network, weights, Device.CPU)) {
      float[] together = predictor.predict(Tensor.of(both, 2, 1, 16, 16)).values();
      float[] one = predictor.predict(Tensor.of(first, 1, 1, 16, 16)).values();
      float[] other = predictor.predict(Tensor.of(second, 1, 1, 16, 16)).values();

      for (int v = 0; v < one.length; v++) {
        assertThat(together[v]).isCloseTo(one[v], within(1e-6f));
        assertThat(together[one.length + v]).isCloseTo(other[v], within(1e-6f));
      }
    }
  }

  @Test
  void agreesWithTheOriginalOnAVolume() throws IOException {
    Golden.givesEverywhere(
        unet3d(2, 4), Waves.input(1, 1, 16, 16, 16), 0.490140, 0.448288, 0.789608, 0.498746);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,1,64,true,223489",
    "1,1,2,64,true,1147009",
    "1,1,3,64,true,4837249",
    "1,1,4,64,true,19590529",
    "1,1,5,64,true,78588289",
    "2,1,3,64,true,4837825",
    "1,3,3,64,true,4838403",
    "1,3,4,64,true,19591683",
    "1,1,3,8,true,76465",
    "1,1,3,32,true,1211329",
    "1,1,3,64,false,14493313",
    "1,1,3,8,false,227089"
  })
  void learnsAsManyNumbersAsTheOriginal(
      int in, int out, int depth, int filters, boolean is2d, long count) {
    UNet unet = new UNet(in, out, depth, filters, 0.3, 0.1, is2d, FinalActivation.SIGMOID);
    assertThat(ParameterEmitter.trainableCount(unet)).isEqualTo(count);
  }

  @Test
  void namesItsTensorsAsTheOriginal() {
    assertThat(ParameterEmitter.parametersOf(unet(2, 8, 1, FinalActivation.SIGMOID)))
        .extracting(ParameterSpec::name)
        .contains(
            "encoder.down_path.0.conv1.weight",
            "encoder.down_path.3.conv2_bn.running_var",
            "encoder.conv_bottom.conv1_bn.bias",
            "decoder.up_path.0.downconv.conv1.weight",
            "decoder.up_path.2.downconv.conv2_bn.weight")
        .startsWith(
            "encoder.down_path.0.conv1.weight",
            "encoder.down_path.0.conv1.bias",
            "encoder.down_path.0.conv1_bn.weight",
            "encoder.down_path.0.conv1_bn.bias")
        .endsWith("decoder.last_conv.weight", "decoder.last_conv.bias");
  }

  @Test
  void addsABackgroundToSeveralClasses() {
    assertThat(UNet.outChannelsFor(1)).isEqualTo(1);
    assertThat(UNet.outChannelsFor(2)).isEqualTo(3);
    assertThat(unet(2, 8, 3, FinalActivation.SOFTMAX).outputChannels()).isEqualTo(2);
  }

  @Test
  void rejectsSettingsThatMakeNoNetwork() {
    assertThatThrownBy(() -> unet(0, 8, 1, FinalActivation.SIGMOID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("depth");
    assertThatThrownBy(() -> unet(3, 0, 1, FinalActivation.SIGMOID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n_filters");
    assertThatThrownBy(() -> new UNet(1, 1, 3, 8, 1.0, 0.1, true, FinalActivation.SIGMOID))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("dropout_rate");
  }
}
