package scanmill.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.configuration.Config;
import scanmill.engine.Device;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Tensor;
import scanmill.engine.TrainableNetwork;
import scanmill.engine.Weights;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;

class ModelPackageTest {
  private static final String CONFIG =
      """
      {"model_name": "seg_cord", "loader_parameters": {"target_suffix": ["_seg-manual", "_lesion-manual"],
         "contrast_params": {"training_validation": ["T2w"]}},
       "default_model": {"name": "Unet", "depth": 1, "n_filters": 2, "final_activation": "softmax"}}
      """;

  @TempDir Path parent;

  @Test
  void opensWhatItWrote() throws IOException {
    ModelPackage written = write(3);
    ModelPackage opened = ModelPackage.open(parent.resolve("seg_cord"));

    assertThat(opened.labels()).containsExactly("seg", "lesion");
    assertThat(opened.config()).isEqualTo(config());
    assertThat(opened.digest()).isEqualTo(written.digest());
    assertThat(opened.files())
        .extracting(f -> f.getFileName().toString())
        .containsExactly(
            "provenance.json",
            "seg_cord.json",
            "seg_cord.onnx",
            "seg_cord.pt",
            "seg_cord.safetensors");
  }

  @Test
  void isAnotherVersionWithOtherWeights() throws IOException {
    String first = write(3).digest();

    assertThat(write(4).digest()).isNotEqualTo(first);
    assertThat(write(3).digest()).isEqualTo(first);
  }

  @Test
  void saysWithOnnxRuntimeWhatTheTrainedNetworkSays() throws IOException {
    ModelPackage model = write(3);
    Tensor input =
        Tensor.of(new float[] {1, -2, 3, 0.5f, 0, 1, 2, -1, 1, 4, 0, 2, 1, 1, -3, 2}, 1, 1, 4, 4);
    Architecture architecture = Network.of(config());
    float[] expected;
    try (TrainableNetwork network =
        new TrainableNetwork(architecture, Weights.initial(architecture, 3), Device.CPU)) {
      expected = network.forward(input).values();
    }

    try (OnnxPredictor predictor = new OnnxPredictor(model.onnx(), 1)) {
      Tensor found = predictor.predict(input);
      assertThat(found.shape()).containsExactly(1, 2, 4, 4);
      for (int v = 0; v < expected.length; v++) {
        assertThat(found.values()[v]).isCloseTo(expected[v], within(1e-5f));
      }
    }
  }

  @Test
  void saysWhichFileIsMissing() throws IOException {
    Path folder = write(3).folder();
    Files.delete(folder.resolve("seg_cord.onnx"));

    assertThatThrownBy(() -> ModelPackage.open(folder))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("seg_cord.onnx is missing");
  }

  private ModelPackage write(long seed) throws IOException {
    Architecture architecture = Network.of(config());
    Provenance provenance =
        new Provenance(
            "run-1",
            "2026-01-01T00:00:00Z",
            Map.of("scanmill", "0.1"),
            "cpu",
            seed,
            1,
            1,
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    return ModelPackage.write(
        parent,
        "seg_cord",
        config(),
        architecture,
        Weights.initial(architecture, seed),
        provenance);
  }

  private static Config config() {
    return Config.parse(CONFIG, "seg_cord.json").config();
  }
}
