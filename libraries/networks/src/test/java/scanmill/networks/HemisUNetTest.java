package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.engine.Device;
import scanmill.engine.Inputs;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Predictor;
import scanmill.engine.Tensor;
import scanmill.engine.TorchPredictor;
import scanmill.engine.Weights;

final class HemisUNetTest {
  private static final HemisUNet THREE = small("T1w", "T2w", "T2star");

  private static HemisUNet network(int depth, int filters, String... contrasts) {
    return new HemisUNet(
        List.of(contrasts), 1, depth, filters, 0.3, 0.1, true, FinalActivation.SIGMOID);
  }

  private static HemisUNet small(String... contrasts) {
    return network(1, 3, contrasts);
  }

  @Test
  void agreesWithTheOriginal() throws IOException {
    Tensor image = Tensor.zeros(1, 2, 32, 32);
    float[] wave = Waves.input(1, 1, 32, 32).values();
    for (int i = 0; i < wave.length; i++) {
      image.values()[i] = wave[i];
      image.values()[wave.length + i] = wave[i] / 2;
    }
    Inputs inputs = Inputs.of(image).with("present", Tensor.of(new float[] {1, 1}, 1, 2));
    HemisUNet network = network(2, 64, "T1w", "T2w");
    Golden.givesEverywhere(
        Golden.SIX_DIGITS, network, inputs, 0.498708, 0.498704, 0.498737, 0.498731);
  }

  @ParameterizedTest
  @CsvSource({"'T1',8528449", "'T1,T2',10855681", "'T1,T2,T3',13182913"})
  void learnsAsManyNumbersAsTheOriginal(String further, long count) {
    List<String> contrasts = List.of(("T0," + further).split(",", -1));
    HemisUNet network = network(3, 64, contrasts.toArray(String[]::new));
    assertThat(ParameterEmitter.trainableCount(network)).isEqualTo(count);
  }

  @Test
  void namesItsTensorsAsTheOriginal() {
    assertThat(ParameterEmitter.parametersOf(small("T1w", "acq-MTon_MTS")))
        .extracting(ParameterSpec::name)
        .startsWith("Encoder_mod.Encoder_T1w.down_path.0.conv1.weight")
        .containsSubsequence(
            "Encoder_mod.Encoder_T1w.conv_bottom.conv2_bn.bias",
            "Encoder_mod.Encoder_acq-MTon_MTS.down_path.0.conv1.weight",
            "decoder.up_path.0.downconv.conv1.weight",
            "decoder.last_conv.bias");
  }

  /** Two samples of three contrasts, each with its own ones present. */
  private static Inputs inputs(float[] image, float... present) {
    return Inputs.of(Tensor.of(image, 2, 3, 4, 6)).with("present", Tensor.of(present, 2, 3));
  }

  private static Tensor prediction(HemisUNet network, Weights weights, Inputs inputs) {
    try (Predictor predictor = new TorchPredictor(network, weights, Device.CPU)) {
      return predictor.predict(inputs);
    }
  }

  @Test
  void doesNotLookAtWhatIsMissing() {
    float[] image = Waves.input(2, 3, 4, 6).values();
    float[] other = image.clone();
    for (int v = 0; v < 24; v++) {
      other[24 + v] = 100 - v; // second contrast of the first sample
      other[72 + v] = v * v; // first and third contrast of the second sample
      other[120 + v] = -v;
    }
    Weights weights = Weights.initial(THREE, 2);
    Tensor one = prediction(THREE, weights, inputs(image, 1, 0, 1, 0, 1, 0));
    Tensor two = prediction(THREE, weights, inputs(other, 1, 0, 1, 0, 1, 0));
    assertThat(two.values()).isEqualTo(one.values());
    Tensor all = prediction(THREE, weights, inputs(image, 1, 1, 1, 1, 1, 1));
    assertThat(all.values()[5]).isNotCloseTo(one.values()[5], within(1e-5f));
  }

  @Test
  void answersAsTheNetworkOfTheContrastsThatArePresent() {
    HemisUNet two = small("T1w", "T2star");
    HemisUNet one = small("T2w");
    Weights weights = Weights.initial(THREE, 2);
    float[] image = Waves.input(2, 3, 4, 6).values();
    float[] pair = new float[48];
    float[] single = new float[24];
    System.arraycopy(image, 0, pair, 0, 24);
    System.arraycopy(image, 48, pair, 24, 24);
    System.arraycopy(image, 96, single, 0, 24);
    float[] expected = new float[48];
    Inputs both =
        Inputs.of(Tensor.of(pair, 1, 2, 4, 6)).with("present", Tensor.of(new float[] {1, 1}, 1, 2));
    Inputs alone =
        Inputs.of(Tensor.of(single, 1, 1, 4, 6)).with("present", Tensor.of(new float[] {1}, 1, 1));
    Tensor first = prediction(two, only(two, weights), both);
    Tensor second = prediction(one, only(one, weights), alone);
    System.arraycopy(first.values(), 0, expected, 0, 24);
    System.arraycopy(second.values(), 0, expected, 24, 24);
    Tensor found = prediction(THREE, weights, inputs(image, 1, 0, 1, 0, 1, 0));
    assertThat(found.values()).containsExactly(expected, within(1e-6f));
    for (float value : found.values()) {
      assertThat(value).isBetween(0f, 1f); // a variance over one contrast is a number
    }
  }

  private static Weights only(HemisUNet network, Weights weights) {
    Map<String, Tensor> kept = new TreeMap<>();
    for (ParameterSpec parameter : ParameterEmitter.parametersOf(network)) {
      kept.put(parameter.name(), weights.get(parameter.name()));
    }
    return Weights.of(kept);
  }

  @Test
  void rejectsContrastsWithoutNamesOfTheirOwn() {
    assertThatThrownBy(() -> small()).hasMessageContaining("contrasts");
    assertThatThrownBy(() -> small("T1w", "T1w")).hasMessageContaining("different");
    assertThatThrownBy(() -> small("T1.w")).hasMessageContaining("letters");
  }
}
