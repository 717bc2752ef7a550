package scanmill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scanmill.exchange.ModelExport;
import scanmill.exchange.WeightConversion;
import scanmill.models.ModelPackage;
import scanmill.problems.BadInputException;

/** Writes a model in the form of another tool. */
@Command(
    name = "export",
    description = {
      "Write a model for another tool: a folder that ivadomed and the Spinal Cord Toolbox load,",
      "a MONAI bundle, or one file of ONNX or TorchScript. A card is written beside it.",
      "Of a .pt or .safetensors file alone, ONNX is made, as ivadomed_convert_to_onnx does."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill export out/cord -o for-sct",
      "  scanmill export cord@production --format monai -o bundles",
      "  scanmill export best_model.pt --format onnx -d 2 -n 1"
    })
final class ExportCommand implements Callable<Integer> {
  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  @Parameters(
      paramLabel = "MODEL",
      description = "Package folder, name of a published model, name@version, or file of weights.")
  private String model = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "ivadomed",
      description = "ivadomed (default), monai, onnx or torchscript.")
  private String format = "ivadomed";

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the folder or file goes (default: here).")
  private Path output = Path.of(".");

  @Option(
      names = {"-d", "--dimensions"},
      paramLabel = "2|3",
      description = "Of weights alone: refuse them if the network has another number of axes.")
  private Optional<Integer> dimensions = Optional.empty();

  @Option(
      names = {"-n", "--channels"},
      paramLabel = "N",
      description = "Of weights alone: refuse them if the network has another number of inputs.")
  private Optional<Integer> channels = Optional.empty();

  @Option(
      names = "--activation",
      paramLabel = "NAME",
      description = "Of weights alone: sigmoid (default), softmax or relu, which they do not tell.")
  private Optional<String> activation = Optional.empty();

  ExportCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    ModelExport.Format chosen = format(format);
    Path place = around.resolve(output);
    Path named = around.resolve(Path.of(model));
    try (Scratch scratch = new Scratch()) {
      if (Files.isRegularFile(named)) {
        return convert(named, chosen, place);
      }
      Path folder = named;
      if (!Files.isDirectory(named)) {
        try (Connection connection = server.connect(around)) {
          folder = PublishedModel.parse(model).bring(connection.gateway(), scratch.folder());
        }
      }
      ModelExport made = ModelExport.of(ModelPackage.open(folder), chosen, place);
      made.notes().forEach(note -> around.err().println("Note: " + note));
      around.out().println(made.place());
      return 0;
    } catch (IOException e) {
      throw ImportCommand.unreadable(e);
    }
  }

  private int convert(Path weights, ModelExport.Format chosen, Path place) throws IOException {
    if (chosen != ModelExport.Format.ONNX || !WeightConversion.isWeights(weights)) {
      throw BadInputException.of(
          "export-weights",
          "Required a package, or weights (.pt, .safetensors) with --format onnx; found "
              + weights.getFileName()
              + " with --format "
              + format
              + ".",
          "Give --format onnx, or make a package first: scanmill import.");
    }
    Path onnx =
        WeightConversion.toOnnx(weights, number(dimensions), number(channels), activation, place);
    around.out().println(onnx);
    return 0;
  }

  private static OptionalInt number(Optional<Integer> value) {
    return value.isPresent() ? OptionalInt.of(value.get()) : OptionalInt.empty();
  }

  private static ModelExport.Format format(String text) {
    for (ModelExport.Format known : ModelExport.Format.values()) {
      if (known.name().toLowerCase(Locale.ROOT).equals(text)) {
        return known;
      }
    }
    throw BadInputException.of(
        "export-format",
        "Required a format, ivadomed, monai, onnx or torchscript; found \"" + text + "\".",
        "Choose one with --format.");
  }
}
