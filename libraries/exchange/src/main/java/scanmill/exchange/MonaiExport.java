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
import scanmill.configuration.Config;
import scanmill.configuration.Phase;
import scanmill.configuration.TransformEntry;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * Writes a package as a MONAI bundle: {@code configs/metadata.json}, {@code
 * configs/inference.json}, {@code models/model.ts}, {@code docs/README.md}. Our own configuration
 * and weights go along, so that the bundle comes back as the same model.
 */
final class MonaiExport {
  private static final String SCHEMA =
      "https://github.com/Project-MONAI/MONAI-extra-test-data/releases/download/0.8.1/"
          + "meta_schema_20240725.json";

  private MonaiExport() {}

  static ModelExport write(ModelPackage model, Path parent) throws IOException {
    Path script =
        model
            .torchScript()
            .orElseThrow(
                () ->
                    BadInputException.of(
                        "export-not-possible",
                        "Required a package with TorchScript, which MONAI runs; this one holds the"
                            + " network as ONNX only.",
                        "Export it as onnx or ivadomed."));
    Path folder = Files.createDirectories(parent.resolve(model.name()));
    ModelExport.requireOther(model, folder);
    Path configs = Files.createDirectories(folder.resolve("configs"));
    Path models = Files.createDirectories(folder.resolve("models"));
    Path docs = Files.createDirectories(folder.resolve("docs"));
    List<String> notes = new ArrayList<>();
    CardWords words = CardWords.read(model.folder());
    ObjectNode metadata = metadata(model, words);
    List<String> violations = MonaiMetadata.violations(metadata);
    if (!violations.isEmpty()) {
      throw new IllegalStateException("The bundle's metadata is against the rules: " + violations);
    }
    write(configs.resolve("metadata.json"), metadata);
    write(configs.resolve("inference.json"), inference(model.config(), notes));
    write(configs.resolve(MonaiBundle.OWN_CONFIG), model.config().toJson());
    ModelExport.copy(script, models.resolve("model.ts"));
    ModelExport.copy(model.onnx(), models.resolve("model.onnx"));
    for (Path file : model.files()) {
      String name = file.getFileName().toString();
      if (name.endsWith(".safetensors")) {
        ModelExport.copy(file, models.resolve("model.safetensors"));
      } else if (name.startsWith("LICENSE")) {
        ModelExport.copy(file, folder.resolve(name));
      } else if (!name.matches(".*\\.(onnx|pt)") && !name.equals(model.name() + ".json")) {
        ModelExport.copy(file, docs.resolve(name));
      }
    }
    ModelExport.writeCard(model, docs);
    return new ModelExport(folder, notes);
  }

  private static void write(Path file, JsonNode json) throws IOException {
    Files.writeString(file, StrictJson.pretty(json) + "\n");
  }

  static ObjectNode metadata(ModelPackage model, CardWords words) {
    Config config = model.config();
    ObjectNode metadata = JsonNodeFactory.instance.objectNode();
    metadata.put("schema", SCHEMA).put("version", "1.0.0");
    metadata.putObject("changelog").put("1.0.0", "exported by Scanmill");
    metadata.put("monai_version", "1.4.0").put("pytorch_version", "2.5.1");
    metadata.put("numpy_version", "1.26.4");
    metadata.putObject("required_packages_version").put("nibabel", "5.2.1");
    metadata.putObject("optional_packages_version").put("nibabel", "5.2.1");
    metadata.put("name", words.title().orElse(model.name()));
    metadata.put("task", "Segmentation of " + String.join(", ", model.labels()));
    metadata.put(
        "description",
        words.intendedUse().orElse("A segmentation model; see docs/README.md for what is known."));
    metadata.put("authorship", words.authors().orElse("not stated"));
    metadata.put("copyright", words.license().orElse("not stated"));
    metadata.put("intended_use", words.intendedUse().orElse("Research; not a medical device."));
    metadata.putArray("references");
    words.reference().ifPresent(text -> ((ArrayNode) metadata.get("references")).add(text));
    ObjectNode formats = metadata.putObject("network_data_format");
    List<String> contrasts = config.loaderParameters().contrasts();
    List<String> in =
        config.inChannel() == 1
            ? List.of(contrasts.size() == 1 ? contrasts.get(0) : "image")
            : contrasts;
    ObjectNode image = tensor(formats.putObject("inputs").putObject("image"), config, "image", in);
    image.put("modality", "n/a");
    tensor(formats.putObject("outputs").putObject("pred"), config, "segmentation", model.labels());
    return metadata;
  }

  private static ObjectNode tensor(
      ObjectNode tensor, Config config, String format, List<String> channels) {
    int dimensions = Network.dimensions(config);
    tensor.put("type", "image").put("format", format).put("num_channels", channels.size());
    ArrayNode shape = tensor.putArray("spatial_shape");
    JsonNode length = config.model().args().path("length_" + dimensions + "D");
    for (int axis = 0; axis < dimensions; axis++) {
      if (length.isArray()) {
        shape.add(length.get(axis).asInt());
      } else {
        shape.add("16*n");
      }
    }
    tensor.put("dtype", "float32");
    ArrayNode range = tensor.putArray("value_range");
    if (format.equals("segmentation")) {
      range.add(0).add(1);
    }
    tensor.put("is_patch_data", length.isArray());
    ObjectNode names = tensor.putObject("channel_def");
    for (int c = 0; c < channels.size(); c++) {
      names.put(String.valueOf(c), channels.get(c));
    }
    return tensor;
  }

  private static ObjectNode inference(Config config, List<String> notes) {
    int dimensions = Network.dimensions(config);
    ObjectNode file = JsonNodeFactory.instance.objectNode();
    file.putArray("imports").add("$import glob").add("$import os").add("$import torch");
    file.put("bundle_root", ".").put("dataset_dir", "input").put("output_dir", "output");
    file.put("device", "$torch.device('cuda' if torch.cuda.is_available() else 'cpu')");
    file.put(
        "network",
        "$torch.jit.load(os.path.join(@bundle_root, 'models', 'model.ts'), map_location=@device)");
    file.put("datalist", "$sorted(glob.glob(os.path.join(@dataset_dir, '*.nii.gz')))");
    ObjectNode before = file.putObject("preprocessing").put("_target_", "Compose");
    before.set("transforms", preprocessing(config, notes));
    ObjectNode dataset = file.putObject("dataset").put("_target_", "Dataset");
    dataset.put("data", "$[{'image': i} for i in @datalist]").put("transform", "@preprocessing");
    ObjectNode loader = file.putObject("dataloader").put("_target_", "DataLoader");
    loader.put("dataset", "@dataset").put("batch_size", 1).put("shuffle", false);
    inferer(config, dimensions, file.putObject("inferer"));
    ObjectNode after = file.putObject("postprocessing").put("_target_", "Compose");
    ArrayNode steps = after.putArray("transforms");
    ObjectNode back = step(steps, "Invertd", "pred").put("transform", "@preprocessing");
    back.put("orig_keys", "image").put("nearest_interp", false).put("to_tensor", true);
    step(steps, "AsDiscreted", "pred").put("threshold", 0.5);
    step(steps, "SaveImaged", "pred").put("output_dir", "@output_dir");
    ObjectNode evaluator = file.putObject("evaluator").put("_target_", "SupervisedEvaluator");
    evaluator.put("device", "@device").put("val_data_loader", "@dataloader");
    evaluator.put("network", "@network").put("inferer", "@inferer");
    evaluator.put("postprocessing", "@postprocessing");
    file.putArray("run").add("$@evaluator.run()");
    if (!config.postprocessing().steps().isEmpty()) {
      notes.add("inference.json ends in a threshold of 0.5; other post-processing is left out.");
    }
    return file;
  }

  private static ArrayNode preprocessing(Config config, List<String> notes) {
    ArrayNode steps = JsonNodeFactory.instance.arrayNode();
    step(steps, "LoadImaged", "image");
    step(steps, "EnsureChannelFirstd", "image");
    step(steps, "Orientationd", "image").put("axcodes", "RAS");
    for (TransformEntry entry : config.transformation().during(Phase.TESTING)) {
      JsonNode args = entry.args();
      switch (entry.name()) {
        case "Resample" -> {
          ArrayNode pixdim = step(steps, "Spacingd", "image").putArray("pixdim");
          pixdim.add(args.path("hspace").asDouble()).add(args.path("wspace").asDouble());
          pixdim.add(args.path("dspace").asDouble(-1));
        }
        case "CenterCrop" -> {
          ArrayNode size = step(steps, "ResizeWithPadOrCropd", "image").putArray("spatial_size");
          args.path("size").forEach(size::add);
          if (size.size() == 2) {
            size.add(-1);
          }
        }
        case "NormalizeInstance" -> {
          step(steps, "NormalizeIntensityd", "image").put("channel_wise", true);
          if (Network.dimensions(config) == 2) {
            notes.add("NormalizeInstance is done slice by slice here, volume by volume in MONAI.");
          }
        }
        case "RescalePercentiles" -> {
          ObjectNode scale = step(steps, "ScaleIntensityRangePercentilesd", "image");
          scale.put("lower", args.path("min_percentile").asDouble(0.5));
          scale.put("upper", args.path("max_percentile").asDouble(99.5));
          scale.put("b_min", args.path("to").path(0).asDouble(0));
          scale.put("b_max", args.path("to").path(1).asDouble(1)).put("clip", true);
        }
        default ->
            notes.add("inference.json leaves out " + entry.name() + ", which MONAI does not have.");
      }
    }
    return steps;
  }

  private static void inferer(Config config, int dimensions, ObjectNode inferer) {
    JsonNode length = config.model().args().path("length_" + dimensions + "D");
    JsonNode stride = config.model().args().path("stride_" + dimensions + "D");
    if (dimensions == 2) {
      inferer.put("_target_", "SliceInferer").put("spatial_dim", 2).put("sw_batch_size", 8);
    } else {
      boolean whole = !length.isArray();
      inferer.put("_target_", whole ? "SimpleInferer" : "SlidingWindowInferer");
      if (whole) {
        return;
      }
      inferer.put("sw_batch_size", 1);
    }
    ArrayNode roi = inferer.putArray("roi_size");
    double overlap = 0;
    for (int axis = 0; axis < dimensions; axis++) {
      roi.add(length.isArray() ? length.get(axis).asInt() : -1);
      if (length.isArray() && stride.isArray()) {
        overlap = Math.max(overlap, 1 - stride.get(axis).asDouble() / length.get(axis).asDouble());
      }
    }
    inferer.put("overlap", overlap).put("mode", "gaussian");
  }

  private static ObjectNode step(ArrayNode steps, String name, String key) {
    ObjectNode step = steps.addObject().put("_target_", name);
    step.put("keys", key);
    return step;
  }
}
