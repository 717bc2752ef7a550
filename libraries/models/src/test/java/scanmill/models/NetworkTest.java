package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.configuration.Config;
import scanmill.engine.Weights;
import scanmill.networks.Countception;
import scanmill.networks.Densenet121;
import scanmill.networks.FilmedUNet;
import scanmill.networks.FinalActivation;
import scanmill.networks.HemisUNet;
import scanmill.networks.Modified3dUNet;
import scanmill.networks.Resnet18;
import scanmill.networks.UNet;
import scanmill.problems.BadInputException;

class NetworkTest {
  private static final String LOADER =
      """
      'loader_parameters': {'target_suffix': ['_a', '_b'], 'multichannel': true,
        'contrast_params': {'training_validation': ['T1w', 'T2w']}}
      """;

  private static Config config(String models) {
    String json = "{" + LOADER + ", " + models + "}";
    return Config.parse(json.replace('\'', '"'), "config.json").config();
  }

  @Test
  void isTheDefaultModelUnlessAnotherIsApplied() {
    assertThat(
            Network.of(config("'default_model': {'depth': 2, 'n_filters': 8, 'attention': true}")))
        .isEqualTo(new UNet(2, 3, 2, 8, 0.3, 0.1, true, FinalActivation.SIGMOID, true));
  }

  @Test
  void takesTheKeysOfAnAppliedArchitectureOverThoseOfTheDefaultModel() {
    String json =
        """
        'default_model': {'dropout_rate': 0.2, 'final_activation': 'softmax', 'depth': 4},
        'Modified3DUNet': {'applied': true, 'length_3D': [32, 32, 16], 'stride_3D': [32, 32, 16],
          'attention': true, 'n_filters': 4}
        """;
    assertThat(Network.of(config(json)))
        .isEqualTo(new Modified3dUNet(2, 3, 4, true, 0.2, FinalActivation.SOFTMAX, 0, List.of()));
  }

  @Test
  void isConditionedByAsManyNumbersAsThereAre() {
    String json =
        """
        'default_model': {'depth': 1, 'n_filters': 2},
        'FiLMedUnet': {'applied': true, 'metadata': 'sex', 'film_layers': [1, 0, 0, 1]}
        """;
    FilmedUNet expected =
        new FilmedUNet(
            2, 3, 1, 2, 0.3, 0.1, true, FinalActivation.SIGMOID, 5, List.of(1, 0, 0, 1), false);
    assertThat(Network.of(config(json), 5)).isEqualTo(expected);
    assertThat(Network.of(config(json), Weights.initial(expected, 1))).isEqualTo(expected);
    assertThatThrownBy(() -> Network.of(config(json)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("n_metadata");
  }

  @Test
  void canBeConditionedInVolumes() {
    String json =
        """
        'Modified3DUNet': {'applied': true, 'n_filters': 2},
        'FiLMedUnet': {'applied': true, 'film_layers': [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]}
        """;
    Modified3dUNet expected =
        new Modified3dUNet(
            2, 3, 2, false, 0.3, FinalActivation.SIGMOID, 4, Collections.nCopies(10, 1));
    assertThat(Network.of(config(json), 4)).isEqualTo(expected);
    assertThat(Network.of(config(json), Weights.initial(expected, 1))).isEqualTo(expected);
  }

  @Test
  void hasAnEncoderForEachContrast() {
    String json =
        """
        'default_model': {'depth': 2, 'n_filters': 4},
        'HeMISUnet': {'applied': true, 'missing_probability': 0.5, 'contrasts': %s}
        """;
    HemisUNet expected =
        new HemisUNet(List.of("T1w", "T2w"), 3, 2, 4, 0.3, 0.1, true, FinalActivation.SIGMOID);
    assertThat(Network.of(config(json.formatted("['T1w', 'T2w']")))).isEqualTo(expected);
    assertThat(Network.of(config(json.formatted("[]")))).isEqualTo(expected);
  }

  @Test
  void classifiesOrFindsPoints() {
    assertThat(Network.of(config("'resnet18': {'applied': true}")))
        .isEqualTo(new Resnet18(2, 3, true));
    assertThat(
            Network.of(
                config("'default_model': {'is_2d': false}, 'densenet121': {'applied': true}")))
        .isEqualTo(new Densenet121(2, 3, false, 0.3));
    assertThat(Network.of(config("'Countception': {'applied': true, 'use_logits': false}")))
        .isEqualTo(new Countception(2, 2));
    assertThat(Network.of(config("'default_model': {'name': 'Countception'}")))
        .isEqualTo(new Countception(2, 2));
  }

  @Test
  void refusesWhatTheArchitectureCannotBe() {
    String volumes = "'default_model': {'is_2d': false}, 'Countception': {'applied': true}";
    assertThatThrownBy(() -> Network.of(config(volumes)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("Countception sees slices only");
    assertThatThrownBy(() -> Network.of(config("'default_model': {'use_logits': false}")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("use_logits");
    assertThatThrownBy(() -> Network.of(config("'default_model': {'name': 'Vnet'}")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("config-unknown-name");
  }
}
