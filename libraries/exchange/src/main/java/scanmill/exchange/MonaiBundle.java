package scanmill.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.configuration.ParsedConfig;
import scanmill.models.Provenance;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * Reads a MONAI bundle: {@code configs/metadata.json}, {@code configs/inference.json} and {@code
 * models/model.onnx}. What its inference does is mapped onto a configuration; what cannot be mapped
 * is refused by name, since leaving it out would change results.
 *
 * <p>Bundles that {@link MonaiExport} wrote hold our own configuration and weights besides.
 */
final class MonaiBundle {
  static final String OWN_CONFIG = "scanmill.json";

  private MonaiBundle() {}

  static GivenModel read(Path folder, Optional<String> name) throws IOException {
    Path configs = folder.resolve("configs");
    Path models = folder.resolve("models");
    String own = name.orElse("model");
    MonaiMetadata.requireComplete(PackageFolder.json(configs.resolve("metadata.json")));
    if (Files.isRegularFile(configs.resolve(OWN_CONFIG))) {
      return ours(folder, own);
    }
    Path inference = configs.resolve("inference.json");
    if (!Files.isRegularFile(inference)) {
      throw BadInputException.of(
          "monai-inference-missing",
          "Required configs/inference.json, which says how scans are prepared; found none.",
          "Give the bundle with its inference configuration in JSON.");
    }
    Optional<Path> onnx = find(models.resolve("model.onnx"));
    if (onnx.isEmpty()) {
      boolean script = Files.isRegularFile(models.resolve("model.ts"));
      throw BadInputException.of(
          "monai-network",
          "Required the network as models/model.onnx; found "
              + (script ? "TorchScript only" : "none")
              + ".",
          "Export it: python -m monai.bundle onnx_export --filepath models/model.onnx.");
    }
    JsonNode metadata = PackageFolder.json(configs.resolve("metadata.json"));
    MonaiInference steps = MonaiInference.read(PackageFolder.json(inference));
    List<String> notes = new ArrayList<>(steps.notes());
    ParsedConfig config = config(metadata, steps, own);
    notes.addAll(config.warnings());
    return new GivenModel(
        "a MONAI bundle",
        own,
        config.config(),
        notes,
        onnx,
        Optional.empty(),
        Optional.empty(),
        Optional.of(steps.ending()),
        Optional.empty(),
        Optional.empty(),
        further(folder, models),
        List.of());
  }

  private static GivenModel ours(Path folder, String name) throws IOException {
    Path models = folder.resolve("models");
    Path provenance = folder.resolve("docs").resolve("provenance.json");
    ParsedConfig parsed = PackageFolder.config(folder.resolve("configs").resolve(OWN_CONFIG));
    return new GivenModel(
        "a MONAI bundle of Scanmill",
        name,
        parsed.config(),
        parsed.warnings(),
        find(models.resolve("model.onnx")),
        find(models.resolve("model.ts")),
        find(models.resolve("model.safetensors")),
        Optional.empty(),
        Files.isRegularFile(provenance)
            ? Optional.of(
                StrictJson.read(
                    PackageFolder.json(provenance), Provenance.class, "provenance.json"))
            : Optional.empty(),
        Optional.empty(),
        further(folder, models),
        List.of());
  }

  private static Optional<Path> find(Path file) {
    return Optional.of(file).filter(Files::isRegularFile);
  }

  private static List<Path> further(Path folder, Path models) throws IOException {
    List<Path> found = new ArrayList<>();
    for (Path place : List.of(folder, folder.resolve("docs"), models)) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> files = Files.list(place)) {
          found.addAll(PackageFolder.further(files.filter(Files::isRegularFile).sorted().toList()));
        }
      }
    }
    return found;
  }

  private static ParsedConfig config(JsonNode metadata, MonaiInference steps, String name) {
    JsonNode image = metadata.path("network_data_format").path("inputs").path("image");
    JsonNode output = metadata.path("network_data_format").path("outputs").path("pred");
    int dimensions = image.path("spatial_shape").size();
    if (dimensions != 2 && dimensions != 3) {
      throw MonaiMetadata.incomplete("inputs.image.spatial_shape of 2 or 3 extents");
    }
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    config.put("model_name", name);
    ObjectNode loader = config.putObject("loader_parameters");
    ArrayNode suffixes = loader.putArray("target_suffix");
    int classes = output.path("num_channels").asInt(0);
    for (int c = steps.ending().background() ? 1 : 0; c < classes; c++) {
      suffixes.add("_" + word(output.path("channel_def").path("" + c).asText("class" + c)));
    }
    int channels = image.path("num_channels").asInt(0);
    ObjectNode contrasts = loader.putObject("contrast_params");
    ArrayNode wanted = contrasts.putArray("training_validation");
    for (int c = 0; c < channels; c++) {
      wanted.add(word(image.path("channel_def").path("" + c).asText("channel" + c)));
    }
    loader.put("multichannel", channels > 1);
    ObjectNode model = config.putObject("default_model");
    model.put("is_2d", dimensions == 2);
    steps.patch(dimensions).ifPresent(patch -> patch.put(model, dimensions));
    config.set("transformation", steps.transformation(dimensions));
    config.set("postprocessing", steps.postprocessing(classes));
    return Config.parse(config, "configs/inference.json");
  }

  /** A channel's name as a part of a file's name. */
  private static String word(String text) {
    String word = text.strip().replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-+|-+$", "");
    return word.isEmpty() ? "unnamed" : word;
  }
}
