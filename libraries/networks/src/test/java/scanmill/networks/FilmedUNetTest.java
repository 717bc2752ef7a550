package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.engine.Device;
import scanmill.engine.Inputs;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Tensor;
import scanmill.engine.TorchPredictor;
import scanmill.engine.Weights;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/** Held to values that ivadomed's own code gave. */
final class FilmedUNetTest {

  private static FilmedUNet network(
      int depth, int filters, int metadata, List<Integer> layers, FinalActivation last) {
    return new FilmedUNet(1, 1, depth, filters, 0.3, 0.1, true, last, metadata, layers, false);
  }

  private static List<Integer> everywhere(int depth) {
    return Collections.nCopies(2 * depth + 2, 1);
  }

  private static long count(List<Integer> layers) {
    FilmedUNet network = network(3, 64, 3, layers, FinalActivation.SIGMOID);
    return ParameterEmitter.trainableCount(network);
  }

  @Test
  void agreesWithTheOriginal() throws IOException {
    Inputs inputs =
        Inputs.of(Waves.input(2, 1, 32, 32))
            .with("condition", Tensor.of(new float[] {1, 0, 0, 1}, 2, 2));
    FilmedUNet network = network(2, 8, 2, everywhere(2), FinalActivation.SIGMOID);
    Golden.givesEverywhere(
        Golden.SIX_DIGITS, network, inputs, 0.624182, 0.633131, 0.634054, 0.613527);
  }

  @Test
  void learnsAsManyNumbersAsTheOriginal() {
    assertThat(count(List.of())).isEqualTo(4_837_249);
    assertThat(count(List.of(0, 1, 0, 0, 0, 0, 0, 0))).isEqualTo(4_842_897);
    // The first generator, from 3 numbers to 64 channels.
    assertThat(count(List.of(1, 0, 0, 0, 0, 0, 0, 0)) - 4_837_249).isEqualTo(3_472);
    // The original counts shared weights once per generator until the first prediction.
    long shared = 7L * (3 * 64 + 64 * 16);
    assertThat(count(everywhere(3))).isEqualTo(4_886_819 - shared);
  }

  @Test
  void sharesTheFirstTwoMapsOfTheFirstGenerator() {
    FilmedUNet network = network(1, 2, 2, List.of(0, 1, 0, 1), FinalActivation.SIGMOID);
    assertThat(ParameterEmitter.namesOf(network))
        .contains(
            new ParameterSpec(
                "decoder.last_film.generator.linear2.weight",
                scanmill.engine.Dimensions.of(16, 64),
                true,
                new ParameterSpec.SameAs("encoder.film_bottom.generator.linear2.weight")));
    assertThat(ParameterEmitter.namesOf(network))
        .extracting(ParameterSpec::name)
        .containsSubsequence(
            "encoder.conv_bottom.conv2_bn.bias",
            "encoder.film_bottom.generator.linear1.weight",
            "decoder.up_path.0.downconv.conv1.weight",
            "decoder.last_conv.bias",
            "decoder.last_film.generator.linear1.weight",
            "decoder.last_film.generator.linear3.bias");
    assertThat(ParameterEmitter.namesOf(network(2, 2, 2, everywhere(2), FinalActivation.RELU)))
        .extracting(ParameterSpec::name)
        .contains(
            "encoder.down_path.1.generator.linear1.weight",
            "encoder.down_path.4.generator.linear1.weight",
            "decoder.up_path.3.generator.linear3.weight");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void endsInTheChosenActivationUnlessItIsToBehaveAsTheOriginal(boolean compat) {
    FilmedUNet chosen =
        new FilmedUNet(
            1, 3, 1, 2, 0.3, 0.1, true, FinalActivation.SOFTMAX, 2, everywhere(1), compat);
    FilmedUNet sigmoid =
        new FilmedUNet(
            1, 3, 1, 2, 0.3, 0.1, true, FinalActivation.SIGMOID, 2, everywhere(1), false);
    Weights weights = Weights.initial(chosen, 5);
    Inputs inputs =
        Inputs.of(Waves.input(1, 1, 6, 6)).with("condition", Tensor.of(new float[2], 1, 2));
    try (TorchPredictor one = new TorchPredictor(chosen, weights, Device.CPU);
        TorchPredictor other = new TorchPredictor(sigmoid, weights, Device.CPU)) {
      boolean equal = one.predict(inputs).equals(other.predict(inputs));
      assertThat(equal).isEqualTo(compat);
    }
  }

  @Test
  void answersDifferentlyUnderAnotherCondition() {
    FilmedUNet network = network(1, 2, 2, everywhere(1), FinalActivation.SIGMOID);
    Tensor image = Waves.input(1, 1, 6, 6);
    try (TorchPredictor predictor =
        new TorchPredictor(network, Weights.initial(network, 5), Device.CPU)) {
      float[] one = predictor.predict(conditioned(image, 1, 0)).values();
      float[] other = predictor.predict(conditioned(image, 0, 1)).values();
      assertThat(one[3]).isNotCloseTo(other[3], within(1e-4f));
    }
  }

  private static Inputs conditioned(Tensor image, float first, float second) {
    return Inputs.of(image).with("condition", Tensor.of(new float[] {first, second}, 1, 2));
  }

  @Test
  void rejectsAListOfTheWrongLength() {
    String json =
        """
        {"depth": 3, "n_metadata": 2, "film_layers": [1, 0, 0, 0, 0, 0, 1]}
        """;
    assertThatThrownBy(
            () ->
                Architectures.CATALOG.read("FiLMedUnet", StrictJson.parse(json, "x"), "FiLMedUnet"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("film_layers has 2 depth + 2 = 8 entries, not 7");
    assertThatThrownBy(() -> network(1, 2, 0, everywhere(1), FinalActivation.SIGMOID))
        .hasMessageContaining("n_metadata");
  }
}
