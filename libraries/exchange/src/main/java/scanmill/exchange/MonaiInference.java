package scanmill.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import scanmill.engine.OnnxEnding;
import scanmill.engine.OnnxEnding.Activation;
import scanmill.problems.BadInputException;

/**
 * What a bundle's {@code inference.json} does before, with and after the network, as far as it can
 * be done here. References within the file are followed; expressions of Python are not.
 */
final class MonaiInference {
  /** Steps that carry data around and change no number. */
  private static final Set<String> NEUTRAL =
      Set.of(
          "LoadImaged",
          "EnsureChannelFirstd",
          "AddChanneld",
          "AsChannelFirstd",
          "EnsureTyped",
          "ToTensord",
          "CastToTyped",
          "ToDeviced",
          "SelectItemsd",
          "DeleteItemsd",
          "Invertd",
          "SaveImaged",
          "SaveImage");

  private static final int MOST_REFERENCES = 20;

  private final JsonNode file;
  private final List<String> refused = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final ObjectNode transforms = JsonNodeFactory.instance.objectNode();
  private final ObjectNode steps = JsonNodeFactory.instance.objectNode();
  private Activation activation = Activation.NONE;
  private boolean argmax;
  private Optional<MonaiPatch> patch = Optional.empty();

  private MonaiInference(JsonNode file) {
    this.file = file;
  }

  /**
   * @throws BadInputException {@code monai-unsupported}, naming every step that cannot be done here
   */
  static MonaiInference read(JsonNode file) {
    MonaiInference inference = new MonaiInference(file);
    inference.list("preprocessing").forEach(inference::before);
    inference.list("postprocessing").forEach(inference::after);
    inference.window(inference.resolved(file.path("inferer")));
    if (!inference.refused.isEmpty()) {
      throw BadInputException.of(
          "monai-unsupported",
          "Required steps that can be done here the same way; found "
              + String.join(", ", inference.refused)
              + ".",
          "Use a bundle without them, or train the model here.");
    }
    return inference;
  }

  List<String> notes() {
    return notes;
  }

  /** What has to be put behind the network, whose own output is scores. */
  OnnxEnding ending() {
    return new OnnxEnding(activation, activation == Activation.SOFTMAX || argmax);
  }

  Optional<MonaiPatch> patch(int dimensions) {
    patch.ifPresent(
        window -> {
          if (window.extents().size() < dimensions) {
            throw BadInputException.of(
                "monai-unsupported",
                "Required a window of " + dimensions + " extents; found " + window.extents() + ".",
                "Correct roi_size in configs/inference.json.");
          }
        });
    return patch;
  }

  ObjectNode transformation(int dimensions) {
    if (dimensions == 2 && transforms.path("CenterCrop").path("size").size() == 3) {
      ((ArrayNode) transforms.path("CenterCrop").path("size")).remove(2);
    }
    return transforms;
  }

  /** The steps of the bundle; of classes that exclude each other the most probable. */
  ObjectNode postprocessing(int channels) {
    if (argmax) {
      ObjectNode all = JsonNodeFactory.instance.objectNode();
      if (channels > 2) {
        all.putObject("binarize_maxpooling");
      } else {
        all.putObject("binarize_prediction").put("thr", 0.5);
      }
      all.setAll(steps);
      return all;
    }
    return steps;
  }

  private List<JsonNode> list(String key) {
    JsonNode found = resolved(file.path(key));
    JsonNode all = resolved(found.has("transforms") ? found.path("transforms") : found);
    List<JsonNode> list = new ArrayList<>();
    if (all.isArray()) {
      all.forEach(item -> list.add(resolved(item)));
    } else if (!all.isMissingNode() && !all.isNull()) {
      refused.add(key + " that is no list of transforms");
    }
    list.removeIf(item -> item.path("_disabled_").asBoolean(false));
    return list;
  }

  /** Follows {@code @spacing} and {@code @network#roi}. */
  private JsonNode resolved(JsonNode node) {
    JsonNode found = node;
    for (int n = 0; n < MOST_REFERENCES; n++) {
      if (!found.isTextual() || !found.asText().matches("@[A-Za-z0-9_#:]+")) {
        return found;
      }
      JsonNode target = file;
      for (String part : found.asText().substring(1).split("#|::", -1)) {
        target =
            part.matches("[0-9]{1,6}") ? target.path(Integer.parseInt(part)) : target.path(part);
      }
      found = target;
    }
    throw BadInputException.of(
        "monai-unsupported",
        "Required references that end; found some in a circle.",
        "Correct configs/inference.json.");
  }

  private static String name(JsonNode step) {
    String target = step.path("_target_").asText("");
    return target.substring(target.lastIndexOf('.') + 1);
  }

  private JsonNode argument(JsonNode step, String key) {
    return resolved(step.path(key));
  }

  private void before(JsonNode step) {
    String name = name(step);
    switch (name) {
      case "Spacingd" -> spacing(step);
      case "Orientationd" -> {
        if (!argument(step, "axcodes").asText().equals("RAS")) {
          refused.add("Orientationd to other axes than RAS");
        }
      }
      case "NormalizeIntensityd" -> {
        boolean plain =
            !argument(step, "nonzero").asBoolean(false)
                && argument(step, "subtrahend").isMissingNode()
                && argument(step, "divisor").isMissingNode();
        if (plain) {
          transforms.putObject("NormalizeInstance");
        } else {
          refused.add("NormalizeIntensityd with nonzero, subtrahend or divisor");
        }
      }
      case "ScaleIntensityd" -> {
        if (argument(step, "factor").isNumber()) {
          refused.add("ScaleIntensityd with factor");
          return;
        }
        scale(0, 100, argument(step, "minv").asDouble(0), argument(step, "maxv").asDouble(1));
      }
      case "ScaleIntensityRangePercentilesd" -> {
        if (argument(step, "relative").asBoolean(false)
            || !argument(step, "clip").asBoolean(false)) {
          refused.add("ScaleIntensityRangePercentilesd that is relative or does not clip");
          return;
        }
        scale(
            argument(step, "lower").asDouble(),
            argument(step, "upper").asDouble(),
            argument(step, "b_min").asDouble(0),
            argument(step, "b_max").asDouble(1));
      }
      case "ResizeWithPadOrCropd" -> crop(step, "spatial_size");
      case "CropForegroundd" ->
          refused.add("CropForegroundd (the field of view would depend on intensities)");
      default -> other(name);
    }
  }

  private void other(String name) {
    if (!NEUTRAL.contains(name)) {
      refused.add(name.isEmpty() ? "a step without a name" : name);
    }
  }

  private void spacing(JsonNode step) {
    List<Double> pixdim = new ArrayList<>();
    argument(step, "pixdim").forEach(mm -> pixdim.add(resolved(mm).asDouble(0)));
    if (pixdim.size() < 2 || pixdim.size() > 3 || pixdim.stream().anyMatch(mm -> !(mm > 0))) {
      refused.add("Spacingd without two or three spacings");
      return;
    }
    ObjectNode resample = transforms.putObject("Resample");
    resample.put("hspace", pixdim.get(0)).put("wspace", pixdim.get(1));
    if (pixdim.size() == 3) {
      resample.put("dspace", pixdim.get(2));
    }
    notes.add(
        "Spacingd: here the first and last voxel stay in place and splines interpolate; voxels may"
            + " differ from MONAI's by a fraction of their spacing.");
  }

  private void scale(double lower, double upper, double from, double to) {
    ObjectNode rescale = transforms.putObject("RescalePercentiles");
    rescale.put("min_percentile", lower).put("max_percentile", upper);
    rescale.putArray("to").add(from).add(to);
  }

  private void crop(JsonNode step, String key) {
    ArrayNode size = transforms.putObject("CenterCrop").putArray("size");
    argument(step, key).forEach(extent -> size.add(resolved(extent).asInt(0)));
  }

  private void window(JsonNode inferer) {
    switch (name(inferer)) {
      case "", "SimpleInferer" -> {}
      case "SlidingWindowInferer", "SliceInferer" -> {
        List<Integer> extents = new ArrayList<>();
        argument(inferer, "roi_size").forEach(extent -> extents.add(resolved(extent).asInt(0)));
        double overlap = argument(inferer, "overlap").asDouble(0.25);
        boolean whole = extents.stream().allMatch(extent -> extent < 1);
        if (!(overlap >= 0 && overlap < 1) || (!whole && extents.stream().anyMatch(e -> e < 1))) {
          refused.add("a window whose extents or overlap are no plain numbers");
        } else if (!whole) {
          patch = Optional.of(new MonaiPatch(extents, overlap));
        }
      }
      default -> refused.add(name(inferer));
    }
  }

  private void after(JsonNode step) {
    String name = name(step);
    switch (name) {
      case "Activationsd" -> {
        if (argument(step, "softmax").asBoolean(false)) {
          activation = Activation.SOFTMAX;
        } else if (argument(step, "sigmoid").asBoolean(false)) {
          activation = Activation.SIGMOID;
        } else {
          refused.add("Activationsd that is neither softmax nor sigmoid");
        }
      }
      case "AsDiscreted" -> {
        if (argument(step, "argmax").asBoolean(false)) {
          argmax = true;
          if (activation == Activation.NONE) {
            activation = Activation.SOFTMAX; // the most probable class is the one of most score
          }
        } else if (argument(step, "threshold").isNumber()) {
          steps.putObject("binarize_prediction").put("thr", argument(step, "threshold").asDouble());
        } else {
          refused.add("AsDiscreted that is neither argmax nor threshold");
        }
      }
      case "KeepLargestConnectedComponentd" -> steps.putObject("keep_largest");
      case "FillHolesd" -> steps.putObject("fill_holes");
      default -> other(name);
    }
  }
}
