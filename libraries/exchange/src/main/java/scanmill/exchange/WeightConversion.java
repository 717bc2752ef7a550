package scanmill.exchange;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import scanmill.configuration.Config;
import scanmill.configuration.DefaultModel;
import scanmill.engine.OnnxModel;
import scanmill.engine.Weights;
import scanmill.models.Network;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;

/**
 * Makes an ONNX file of weights alone, as {@code ivadomed_convert_to_onnx} does: the network is
 * recognised by the names and shapes of its tensors. Known are Unet and Modified3DUNet; of others
 * the configuration is needed.
 */
public final class WeightConversion {
  private static final Pattern BLOCK =
      Pattern.compile("encoder\\.down_path\\.[0-9]+\\.conv1\\.weight");
  private static final String FIRST = "encoder.down_path.0.conv1.weight";
  private static final String LAST = "decoder.last_conv.weight";
  private static final String FIRST_3D = "conv3d_c1_1.weight";

  private static final int USUAL_FILTERS = 64;

  private WeightConversion() {}

  /**
   * Writes {@code <stem>.onnx}.
   *
   * @param weights {@code .pt} or {@code .safetensors}; a configuration {@code <stem>.json} beside
   *     it is heeded
   * @param dimensions 2 or 3 as somebody believes
   * @param channels of the input as somebody believes
   * @param activation {@code sigmoid}, {@code softmax} or {@code relu}, which weights do not tell;
   *     sigmoid where absent
   * @param folder where the file is written
   * @throws BadInputException {@code convert-contradiction}, {@code convert-unknown}, or what is
   *     wrong with the file
   */
  public static Path toOnnx(
      Path weights,
      OptionalInt dimensions,
      OptionalInt channels,
      Optional<String> activation,
      Path folder)
      throws IOException {
    Weights read = WeightFile.read(weights);
    String file = String.valueOf(weights.getFileName());
    String stem = file.substring(0, file.lastIndexOf('.'));
    Path beside = weights.resolveSibling(stem + ".json");
    Config config =
        Files.isRegularFile(beside)
            ? corrected(PackageFolder.config(beside).config(), read, new ArrayList<>())
            : recognised(read, activation.orElse("sigmoid"));
    requireAsBelieved("-d", dimensions, Network.dimensions(config), "spatial axes");
    requireAsBelieved("-n", channels, config.inChannel(), "input channels");
    Architecture architecture = Network.of(config, read);
    Weights fitting = WeightFile.fitting(architecture, read, file);
    Files.createDirectories(folder);
    Path onnx = folder.resolve(stem + ".onnx");
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(onnx))) {
      OnnxModel.write(architecture, fitting, out);
    }
    return onnx;
  }

  private static void requireAsBelieved(String option, OptionalInt said, int found, String what) {
    if (said.isPresent() && said.getAsInt() != found) {
      throw BadInputException.of(
          "convert-contradiction",
          "Required weights with "
              + said.getAsInt()
              + " "
              + what
              + ", as "
              + option
              + " says; found "
              + found
              + ".",
          "Leave " + option + " out, or choose another file.");
    }
  }

  /** The configuration of a network with such tensors. */
  static Config recognised(Weights weights, String activation) {
    Set<String> names = weights.names();
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ObjectNode model = tree.putObject("default_model");
    model.put("final_activation", activation);
    if (names.contains(FIRST) && names.contains(LAST)) {
      long depth = names.stream().filter(BLOCK.asMatchPredicate()).count();
      model.put("name", "Unet").put("depth", depth);
      model.put("n_filters", weights.get(FIRST).extent(0));
      model.put("is_2d", weights.get(FIRST).rank() == 4);
      channels(tree, weights.get(FIRST).extent(1), weights.get(LAST).extent(0));
    } else if (names.contains(FIRST_3D) && names.contains("conv3d_l4.weight")) {
      model.put("is_2d", false);
      ObjectNode applied = tree.putObject("Modified3DUNet").put("applied", true);
      applied.put("n_filters", weights.get(FIRST_3D).extent(0));
      applied.put("attention", names.stream().anyMatch(name -> name.startsWith("attentionblock")));
      channels(tree, weights.get(FIRST_3D).extent(1), weights.get("conv3d_l4.weight").extent(0));
    } else {
      throw BadInputException.of(
          "convert-unknown",
          "Required weights of a Unet or Modified3DUNet; found others, such as "
              + names.stream().findFirst().orElse("none")
              + ".",
          "Put the configuration that the model was trained with beside the file, of its name.");
    }
    return Config.parse(tree, "the weights").config();
  }

  /**
   * A configuration whose depth and filters are those of the weights. ivadomed keeps the network
   * whole and never looks at these keys again, so they may be wrong in its packages.
   *
   * @param notes where a correction is written down
   */
  static Config corrected(Config config, Weights weights, List<String> notes) {
    boolean unet = config.model().name().equals("Unet") && weights.names().contains(FIRST);
    if (!unet || !weights.names().contains(LAST)) {
      return config;
    }
    DefaultModel said = config.defaultModel();
    DefaultModel found = recognised(weights, "sigmoid").defaultModel();
    int filters = said.nFilters().orElse(USUAL_FILTERS);
    if (said.depth() == found.depth() && found.nFilters().equals(Optional.of(filters))) {
      return config;
    }
    notes.add(
        "default_model: the configuration says depth "
            + said.depth()
            + " and "
            + filters
            + " filters; the weights are of depth "
            + found.depth()
            + " and "
            + found.nFilters().orElse(filters)
            + ", which is taken.");
    ObjectNode tree = config.toJson();
    ObjectNode model = (ObjectNode) tree.get("default_model");
    model.put("depth", found.depth()).put("n_filters", found.nFilters().orElse(filters));
    return Config.parse(tree, "the configuration").config();
  }

  private static void channels(ObjectNode tree, int in, int out) {
    ObjectNode loader = tree.putObject("loader_parameters");
    ArrayNode suffixes = loader.putArray("target_suffix");
    for (int c = 0; c < (out > 1 ? out - 1 : 1); c++) {
      suffixes.add("_class" + c);
    }
    ArrayNode contrasts = loader.putObject("contrast_params").putArray("training_validation");
    for (int c = 0; c < in; c++) {
      contrasts.add("channel" + c);
    }
    loader.put("multichannel", in > 1);
  }

  /** Endings of files that hold weights. */
  public static boolean isWeights(Path file) {
    return List.of(".pt", ".safetensors", ".tar").stream()
        .anyMatch(ending -> file.toString().endsWith(ending));
  }
}
