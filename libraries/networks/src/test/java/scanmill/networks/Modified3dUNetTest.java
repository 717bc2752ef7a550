package scanmill.networks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.engine.Inputs;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Tensor;

/** Held to values that ivadomed's own code gave. */
final class Modified3dUNetTest {
  private static final List<Integer> EVERYWHERE = Collections.nCopies(10, 1);
  private static final Tensor VOLUME = Waves.input(1, 1, 32, 32, 32);

  private static Modified3dUNet network(int outChannels, int filters, boolean attention) {
    return new Modified3dUNet(
        1, outChannels, filters, attention, 0.3, FinalActivation.SIGMOID, 0, List.of());
  }

  private static Modified3dUNet modulated(int filters, List<Integer> layers) {
    return new Modified3dUNet(1, 1, filters, true, 0.3, FinalActivation.SIGMOID, 2, layers);
  }

  /**
   * The gates magnify rounding: in 64 bits the numbers with attention are 0.388630, 0.449918,
   * 0.410818 and 0.437324, of which the original, in 32 bits, is up to 0.00015 away.
   */
  private static void gives(
      Modified3dUNet network, double mean, double first, double middle, double last)
      throws IOException {
    double precision = network.attention() ? 1e-3 : 1e-5;
    Golden.givesEverywhere(precision, network, Inputs.of(VOLUME), mean, first, middle, last);
  }

  @Test
  void agreesWithTheOriginal() throws IOException {
    gives(network(1, 4, false), 0.557826, 0.518633, 0.514597, 0.546004);
  }

  @Test
  void agreesWithTheOriginalWithAttention() throws IOException {
    gives(network(1, 4, true), 0.388630, 0.449957, 0.410971, 0.437328);
  }

  @Test
  void agreesWithTheOriginalOnTwoClasses() throws IOException {
    gives(network(3, 4, false), 0.493308, 0.459876, 0.528798, 0.569611);
  }

  @ParameterizedTest
  @CsvSource({
    "1,4,false,445380",
    "1,8,false,1781192",
    "1,16,false,7124112",
    "1,4,true,461695",
    "1,8,true,1845691",
    "1,16,true,7380595",
    "3,4,false,445492",
    "3,8,false,1781416",
    "3,16,false,7124560"
  })
  void learnsAsManyNumbersAsTheOriginal(int out, int filters, boolean attention, long count) {
    assertThat(ParameterEmitter.trainableCount(network(out, filters, attention))).isEqualTo(count);
  }

  @Test
  void countsModulationAsTheOriginalWhichCountsSharedWeightsTen() {
    Modified3dUNet network =
        new Modified3dUNet(1, 1, 8, false, 0.3, FinalActivation.SIGMOID, 2, EVERYWHERE);
    long shared = 9L * (2 * 64 + 64 * 16);
    assertThat(ParameterEmitter.trainableCount(network)).isEqualTo(1_806_058 - shared);
  }

  @Test
  void namesItsTensorsInTheOrderOfTheOriginal() {
    List<String> names =
        ParameterEmitter.namesOf(modulated(2, EVERYWHERE)).stream()
            .map(ParameterSpec::name)
            .toList();
    assertThat(names)
        .startsWith(
            "conv3d_c1_1.weight",
            "film_layer1.generator.linear1.weight",
            "film_layer1.generator.linear1.bias",
            "film_layer1.generator.linear2.weight",
            "film_layer1.generator.linear2.bias",
            "film_layer1.generator.linear3.weight",
            "film_layer1.generator.linear3.bias",
            "conv3d_c1_2.weight",
            "lrelu_conv_c1.1.weight",
            "conv3d_c2.weight",
            "film_layer2.generator.linear1.weight")
        .containsSubsequence(
            "norm_lrelu_conv_c2.2.weight",
            "norm_lrelu_conv_c5.2.weight",
            "film_layer5.generator.linear3.bias",
            "upscale_conv_norm_lrelu_0.1.weight",
            "conv3d_l0.weight",
            "film_layer6.generator.linear3.bias",
            "gating.conv1.0.weight",
            "gating.conv1.0.bias",
            "gating.conv1.1.weight",
            "attentionblock2.W.0.weight",
            "attentionblock2.W.1.bias",
            "attentionblock2.theta.weight",
            "attentionblock2.phi.bias",
            "attentionblock2.psi.bias",
            "attentionblock4.psi.bias",
            "conv_norm_lrelu_l1.0.weight",
            "conv3d_l1.weight",
            "film_layer7.generator.linear1.weight",
            "norm_lrelu_upscale_conv_norm_lrelu_l1.3.weight")
        .endsWith("film_layer10.generator.linear3.weight", "film_layer10.generator.linear3.bias");
    assertThat(names)
        .containsSubsequence("conv3d_l4.weight", "ds2_1x1_conv3d.weight", "ds3_1x1_conv3d.weight");
    assertThat(ParameterEmitter.parametersOf(network(1, 2, false)))
        .extracting(ParameterSpec::name)
        .contains("norm_lrelu_upscale_conv_norm_lrelu_l0.3.weight");
  }

  @Test
  void rejectsSettingsThatMakeNoNetwork() {
    assertThatThrownBy(() -> modulated(4, List.of(1, 1, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("film_layers has 10 entries, not 3");
    assertThatThrownBy(() -> modulated(4, Collections.nCopies(10, 2)))
        .hasMessageContaining("0 and 1");
    assertThatThrownBy(
            () -> new Modified3dUNet(1, 1, 4, true, 0.3, FinalActivation.SIGMOID, 0, EVERYWHERE))
        .hasMessageContaining("n_metadata");
    assertThatThrownBy(() -> network(1, 0, false)).hasMessageContaining("n_filters");
  }
}
