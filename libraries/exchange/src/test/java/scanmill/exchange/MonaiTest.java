package scanmill.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.engine.OnnxPredictor;
import scanmill.engine.Tensor;
import scanmill.models.ModelPackage;
import scanmill.models.Tiling;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

class MonaiTest {
  private static final String METADATA =
      """
      {"network_data_format": {
        "inputs": {"image": {"num_channels": 2, "spatial_shape": ["8*n", "8*n", "8*n"],
          "channel_def": {"0": "T1w", "1": "T2w"}}},
        "outputs": {"pred": {"num_channels": 1, "channel_def": {"0": "whole tumour"}}}}}
      """;
  private static final String INFERENCE =
      """
      {"spacing": [1, 1.5, 2],
       "preprocessing": {"_target_": "Compose", "transforms": [
         {"_target_": "LoadImaged", "keys": "image"},
         {"_target_": "Orientationd", "keys": "image", "axcodes": "RAS"},
         {"_target_": "Spacingd", "keys": "image", "pixdim": "@spacing"},
         {"_target_": "NormalizeIntensityd", "keys": "image", "channel_wise": true}]},
       "inferer": {"_target_": "SlidingWindowInferer", "roi_size": [16, 16, 8], "overlap": 0.5},
       "postprocessing": {"_target_": "Compose", "transforms": [
         {"_target_": "Activationsd", "keys": "pred", "sigmoid": true},
         {"_target_": "AsDiscreted", "keys": "pred", "threshold": 0.4}]}}
      """;

  @TempDir Path folder;

  private Path bundle(String metadata, String inference) throws IOException {
    ModelPackage model = SmallModel.write(folder.resolve("made"), "tumor", SmallModel.SOLID, 3);
    Path bundle = folder.resolve("tumour_bundle");
    Files.createDirectories(bundle.resolve("configs"));
    Files.createDirectories(bundle.resolve("models"));
    Files.writeString(bundle.resolve("configs/metadata.json"), metadata);
    Files.writeString(bundle.resolve("configs/inference.json"), inference);
    Files.copy(model.onnx(), bundle.resolve("models/model.onnx"));
    return bundle;
  }

  private ModelImport read(Path bundle) throws IOException {
    return ModelImport.of(bundle, Optional.empty(), folder.resolve("out"));
  }

  @Test
  void mapsWhatABundleDoesOntoAConfiguration() throws IOException {
    ModelPackage model = read(bundle(METADATA, INFERENCE)).model();

    assertThat(model.name()).isEqualTo("tumour_bundle");
    assertThat(model.config().inChannel()).isEqualTo(2);
    assertThat(model.labels()).containsExactly("wholeTumour");
    assertThat(model.config().transformation().entries())
        .extracting(entry -> entry.name())
        .containsExactly("Resample", "NormalizeInstance");
    assertThat(model.config().transformation().entries().get(0).args().toString())
        .isEqualTo("{\"hspace\":1.0,\"wspace\":1.5,\"dspace\":2.0}");
    assertThat(model.config().postprocessing().steps().get(0).args().path("thr").asDouble())
        .isEqualTo(0.4);
    assertThat(Tiling.of(model.config()).dimensions()).isEqualTo(3);
    JsonNode network = model.config().model().args();
    assertThat(network.path("length_3D").toString()).isEqualTo("[16,16,8]");
    assertThat(network.path("stride_3D").toString()).isEqualTo("[8,8,4]");
  }

  @Test
  void endsTheNetworkInProbabilities() throws IOException {
    Path bundle = bundle(METADATA, INFERENCE);
    float[] values = new float[2 * 512];
    for (int v = 0; v < values.length; v++) {
      values[v] = (float) Math.cos(v);
    }
    Tensor input = Tensor.of(values, 1, 2, 8, 8, 8);

    ModelPackage model = read(bundle).model();

    try (OnnxPredictor raw = new OnnxPredictor(bundle.resolve("models/model.onnx"), 1);
        OnnxPredictor ended = new OnnxPredictor(model.onnx(), 1)) {
      float[] scores = raw.predict(input).values();
      float[] found = ended.predict(input).values();
      assertThat(found).hasSize(512);
      for (int v = 0; v < 512; v++) {
        assertThat(found[v]).isCloseTo((float) (1 / (1 + Math.exp(-scores[v]))), within(1e-6f));
      }
    }
  }

  @Test
  void refusesWhatItCannotDoByName() throws IOException {
    String inference =
        INFERENCE.replace(
            "{\"_target_\": \"LoadImaged\"",
            "{\"_target_\": \"CropForegroundd\"}, {\"_target_\": \"ScaleIntensityRanged\"},"
                + " {\"_target_\": \"LoadImaged\"");

    assertThatThrownBy(() -> read(bundle(METADATA, inference)))
        .isInstanceOfSatisfying(
            BadInputException.class,
            e -> assertThat(e.problem().code()).isEqualTo("monai-unsupported"))
        .hasMessageContaining("CropForegroundd")
        .hasMessageContaining("ScaleIntensityRanged");
  }

  @Test
  void refusesReferencesInACircle() throws IOException {
    String inference = INFERENCE.replace("[1, 1.5, 2]", "\"@spacing\"");

    assertThatThrownBy(() -> read(bundle(METADATA, inference))).hasMessageContaining("circle");
  }

  @Test
  void refusesABundleWhoseNetworkHasOtherChannels() throws IOException {
    String metadata = METADATA.replace("\"num_channels\": 2", "\"num_channels\": 1");

    assertThatThrownBy(() -> read(bundle(metadata, INFERENCE)))
        .hasMessageContaining("1 channel in")
        .hasMessageContaining("found 2 channels in");
  }

  @Test
  void refusesMetadataWithoutTensors() {
    assertThatThrownBy(() -> read(bundle("{}", INFERENCE)))
        .hasMessageContaining("inputs.image.num_channels");
  }

  @Test
  void writesMetadataByTheRules() throws IOException {
    ModelPackage model = SmallModel.write(folder.resolve("made"), "cord", SmallModel.FLAT, 3);
    ModelExport exported =
        ModelExport.of(model, ModelExport.Format.MONAI, folder.resolve("bundles"));
    Path metadata = exported.place().resolve("configs/metadata.json");
    JsonNode json = StrictJson.parse(Files.readString(metadata), "metadata.json");

    assertThat(MonaiMetadata.violations(json)).isEmpty();
    assertThat(exported.place().resolve("models/model.ts")).isRegularFile();
    assertThat(exported.place().resolve("docs/README.md")).isRegularFile();
    assertThat(exported.notes()).anyMatch(note -> note.contains("slice by slice"));

    ((ObjectNode) json).remove("task");
    ((ObjectNode) json).put("version", "one");
    assertThat(MonaiMetadata.violations(json))
        .containsExactly("task is a text", "version is three numbers with dots");
  }
}
