package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.configuration.Config;
import scanmill.engine.ParameterEmitter;
import scanmill.engine.ParameterSpec;
import scanmill.engine.Safetensors;
import scanmill.engine.Tensor;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;
import scanmill.testsupport.RealData;

class TransferTest {
  @TempDir private Path folder;
  private Path file = Path.of("");

  @BeforeEach
  void keepOnesInAFile() throws IOException {
    file = folder.resolve("other.safetensors");
    Map<String, Tensor> ones = new LinkedHashMap<>();
    for (ParameterSpec spec : ParameterEmitter.parametersOf(network("{}"))) {
      float[] numbers = new float[Math.toIntExact(spec.size())];
      java.util.Arrays.fill(numbers, 1);
      ones.put(spec.name(), Tensor.of(numbers, spec.shape()));
    }
    Safetensors.write(file, Weights.of(ones), Map.of());
  }

  private static Config config(String transfer) {
    return Config.parse(
            """
            {"loader_parameters": {"target_suffix": ["_seg"]},
             "training_parameters": {"transfer_learning": %s},
             "default_model": {"depth": 3, "n_filters": 1, "dropout_rate": 0}}
            """
                .formatted(transfer),
            "test")
        .config();
  }

  private static Architecture network(String transfer) {
    return Recipe.of(config(transfer), 0).architecture();
  }

  private Transfer transfer(Path model, String more) throws IOException {
    String wish = "{\"retrain_model\": \"" + model + "\"" + more + "}";
    return Transfer.of(config(wish), network(wish)).orElseThrow();
  }

  @Test
  void beginsByChanceWhereNothingIsAsked() throws IOException {
    assertThat(Transfer.of(config("{}"), network("{}"))).isEmpty();
  }

  @Test
  void takesEveryTensorAndLetsAllLearn() throws IOException {
    Transfer transfer = transfer(file, "");
    assertThat(transfer.frozen()).isEmpty();
    assertThat(transfer.weights().asMap().values())
        .allSatisfy(tensor -> assertThat(tensor.values()).containsOnly(1));
  }

  /** 29 layers with two trainable tensors each: round(29 * (1 - fraction)) stay. */
  @ParameterizedTest
  @CsvSource({"0.1, 26", "0.2, 23", "0.3, 20", "1, 0"})
  void freezesTheFirstLayers(double fraction, int frozen) throws IOException {
    Transfer transfer = transfer(file, ", \"retrain_fraction\": " + fraction);
    assertThat(transfer.frozen()).hasSize(2 * frozen);
    assertThat(transfer.frozen()).doesNotContain("decoder.last_conv.weight");
  }

  @Test
  void resetsTheLayersThatLearnWhereAsked() throws IOException {
    Transfer transfer = transfer(file, ", \"retrain_fraction\": 0.3, \"reset\": true");
    Weights weights = transfer.weights();
    assertThat(weights.get("encoder.down_path.0.conv1.weight").values()).containsOnly(1);
    assertThat(weights.get("decoder.last_conv.weight").values()).doesNotContain(1);
  }

  @Test
  void letsNamedLayersLearn() throws IOException {
    Transfer transfer = transfer(file, ", \"layers\": [\"^decoder\"]");
    assertThat(transfer.frozen()).isNotEmpty().allMatch(name -> name.startsWith("encoder."));
  }

  @Test
  void readsANetworkThatIvadomedKeptWhole() throws IOException {
    Path testing = RealData.require("ivadomed-testing");
    Transfer transfer = transfer(testing.resolve("model_unet_test.pt"), "");
    assertThat(transfer.taken()).isEqualTo(ParameterEmitter.parametersOf(network("{}")).size());
  }

  @Test
  void saysWhatIsWrongWithTheModel() throws IOException {
    assertThatThrownBy(() -> transfer(folder.resolve("nowhere.pt"), ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nowhere.pt");
    assertThatThrownBy(() -> transfer(file, ", \"retrain_fraction\": 0"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("retrain_fraction");
    assertThatThrownBy(() -> transfer(file, ", \"layers\": [\"(\"]"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("regular expressions");
    Path other = folder.resolve("stranger.safetensors");
    Safetensors.write(
        other, Weights.of(Map.of("fc.weight", Tensor.of(new float[] {1}, 1))), Map.of());
    assertThatThrownBy(() -> transfer(other, ""))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("fc.weight [1]")
        .hasMessageContaining("encoder.down_path.0.conv1.weight");
    Path pickle =
        Files.write(
            folder.resolve("evil.pt"),
            "cos\nsystem\n(S'x'\ntR.".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    assertThatThrownBy(() -> transfer(pickle, "")).isInstanceOf(BadInputException.class);
  }
}
