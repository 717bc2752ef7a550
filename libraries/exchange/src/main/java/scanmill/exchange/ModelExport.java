package scanmill.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import scanmill.configuration.Config;
import scanmill.configuration.InferenceParameters;
import scanmill.configuration.Phase;
import scanmill.configuration.StepEntry;
import scanmill.configuration.TransformEntry;
import scanmill.models.Cascade;
import scanmill.models.Finder;
import scanmill.models.ModelPackage;
import scanmill.models.Network;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/**
 * A package written in the form of another tool.
 *
 * @param place the folder or file that was written
 * @param notes what the other tool will do differently, in words
 */
public record ModelExport(Path place, List<String> notes) {
  private static final Set<String> TRANSFORMS_OF_IVADOMED =
      Set.of(
          "Resample",
          "CenterCrop",
          "ROICrop",
          "BoundingBoxCrop",
          "NormalizeInstance",
          "HistogramClipping",
          "Clahe",
          "DilateGT",
          "RandomAffine",
          "RandomReverse",
          "ElasticTransform",
          "RandomShiftIntensity",
          "RandomGamma",
          "RandomBiasField",
          "RandomBlur",
          "AdditiveGaussianNoise");
  private static final Set<String> STEPS_OF_IVADOMED =
      Set.of(
          "remove_noise",
          "keep_largest",
          "binarize_prediction",
          "binarize_maxpooling",
          "fill_holes",
          "remove_small",
          "uncertainty");

  public ModelExport {
    notes = List.copyOf(notes);
  }

  /** The forms there are. */
  public enum Format {
    IVADOMED,
    MONAI,
    ONNX,
    TORCHSCRIPT
  }

  /**
   * Writes a package's model in another form.
   *
   * @param parent where the folder or file is made; files of the same names are replaced
   * @throws BadInputException {@code export-not-possible} if the other tool could not do what the
   *     model needs
   */
  public static ModelExport of(ModelPackage model, Format format, Path parent) throws IOException {
    if (format != Format.IVADOMED) {
      requireSingle(model);
    }
    Files.createDirectories(parent);
    return switch (format) {
      case IVADOMED -> ivadomed(model, parent, 1);
      case MONAI -> MonaiExport.write(model, parent);
      case ONNX -> {
        Path file = copy(model.onnx(), parent.resolve(model.name() + ".onnx"));
        yield new ModelExport(file, List.of());
      }
      case TORCHSCRIPT -> {
        Path script = model.torchScript().orElseThrow(() -> noScript(model));
        yield new ModelExport(copy(script, parent.resolve(model.name() + ".pt")), List.of());
      }
    };
  }

  /** Ensembles and cascades hold packages within, which most tools do not take in one piece. */
  private static void requireSingle(ModelPackage model) throws IOException {
    for (Path file : model.files()) {
      String name = model.nameOf(file);
      if (name.contains("/")) {
        throw BadInputException.of(
            "export-not-possible",
            "Required a package of one network; found packages within "
                + model.name()
                + ", such as "
                + name.substring(0, name.indexOf('/'))
                + ".",
            "Export each of them by itself; a model that finds goes along with --format ivadomed.");
      }
    }
  }

  private static BadInputException noScript(ModelPackage model) {
    return BadInputException.of(
        "export-not-possible",
        "Required a package with TorchScript, "
            + model.name()
            + ".pt; this one holds the network as ONNX only.",
        "Export it as onnx.");
  }

  /** {@code X.json} and {@code X.onnx}, and beside them what ivadomed does not look at. */
  private static ModelExport ivadomed(ModelPackage model, Path parent, int deep)
      throws IOException {
    Config config = model.config();
    Set<String> foreign = new TreeSet<>();
    for (TransformEntry entry : config.transformation().during(Phase.TESTING)) {
      if (!TRANSFORMS_OF_IVADOMED.contains(entry.name())) {
        foreign.add("transformation." + entry.name());
      }
    }
    for (StepEntry step : config.postprocessing().steps()) {
      if (!STEPS_OF_IVADOMED.contains(step.name())) {
        foreign.add("postprocessing." + step.name());
      }
    }
    if (!config.inference().equals(InferenceParameters.PLAIN)) {
      foreign.add("inference_parameters");
    }
    if (!foreign.isEmpty()) {
      throw BadInputException.of(
          "export-not-possible",
          "Required a model whose steps ivadomed has; found " + String.join(", ", foreign) + ".",
          "Remove them from the configuration if the results allow, or export as onnx.");
    }
    Path folder = Files.createDirectories(parent.resolve(model.name()));
    requireOther(model, folder);
    List<String> notes = new ArrayList<>();
    Optional<ModelPackage> finder =
        deep < Cascade.LONGEST ? Cascade.finder(model) : Optional.empty();
    if (finder.isPresent()) {
      ivadomed(finder.get(), folder, deep + 1).notes().forEach(notes::add);
      String path = model.name() + "/" + finder.get().name();
      config = Finder.naming(config, path);
      notes.add(
          "ivadomed looks for the model that finds at "
              + path
              + " from the folder where it runs. In the Spinal Cord Toolbox it is a task of two"
              + " models: "
              + finder.get().name()
              + ", then "
              + model.name()
              + ".");
    }
    ObjectNode json = config.toJson();
    if (Network.dimensions(config) == 3) {
      putLengths(config, json);
    }
    if (config.loaderParameters().targetSuffix().stream().anyMatch(s -> s.raters().size() > 1)) {
      notes.add("Several raters per class are kept; ivadomed needs them in training only.");
    }
    notes.add(
        "No "
            + model.name()
            + ".pt: ivadomed keeps pickled Python objects there. It takes the"
            + " .onnx, on the CPU.");
    Files.writeString(folder.resolve(model.name() + ".json"), StrictJson.pretty(json) + "\n");
    copy(model.onnx(), folder.resolve(model.name() + ".onnx"));
    for (Path file : model.files()) {
      String name = model.nameOf(file);
      if (!name.contains("/")
          && !name.matches(".*\\.(onnx|pt)")
          && !name.equals(model.name() + ".json")) {
        copy(file, folder.resolve(name));
      }
    }
    writeCard(model, folder);
    return new ModelExport(folder, notes);
  }

  /** ivadomed looks for the extents of sub-volumes in one place only, whatever the network. */
  private static void putLengths(Config config, ObjectNode json) {
    ObjectNode args = config.model().args();
    JsonNode given = json.path("Modified3DUNet");
    ObjectNode block =
        given instanceof ObjectNode object ? object : json.putObject("Modified3DUNet");
    if (!block.has("applied")) {
      block.put("applied", false);
    }
    for (String key : List.of("length_3D", "stride_3D")) {
      if (!block.path(key).isArray() && args.path(key).isArray()) {
        block.set(key, args.get(key));
      }
    }
  }

  static void requireOther(ModelPackage model, Path folder) throws IOException {
    if (Files.isSameFile(model.folder(), folder)) {
      throw BadInputException.of(
          "export-place",
          "Required another folder than the package's own; found " + folder + ".",
          "Give one with -o.");
    }
  }

  static void writeCard(ModelPackage model, Path folder) throws IOException {
    ModelCard card = ModelCard.of(model);
    Files.writeString(folder.resolve("card.html"), card.html());
    Files.writeString(folder.resolve("README.md"), card.markdown());
  }

  static Path copy(Path from, Path to) throws IOException {
    if (Files.exists(to) && Files.isSameFile(from, to)) {
      return to;
    }
    return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }
}
