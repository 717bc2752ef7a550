package scanmill.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import scanmill.configuration.TargetSuffix;

/** Where predictions and references lie. */
final class PairOptions {
  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = {"-p", "--prediction"},
      paramLabel = "PRED",
      arity = "1..*",
      description = "Predictions: NIfTI or pictures.")
  private List<Path> prediction = new ArrayList<>();

  @Option(
      names = {"-r", "--reference"},
      paramLabel = "REF",
      arity = "1..*",
      description = {
        "Their references in the same order; of several classes in files of their own, all",
        "references of the first prediction first."
      })
  private List<Path> reference = new ArrayList<>();

  @Option(
      names = "--predictions",
      paramLabel = "DIR",
      description = "A folder of predictions, matched with --references by their names.")
  private Optional<Path> predictions = Optional.empty();

  @Option(
      names = "--references",
      paramLabel = "DIR",
      description = "A folder of references, such as the derivatives of a BIDS dataset.")
  private Optional<Path> references = Optional.empty();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description = "A folder with what was predicted, to be shown below it.")
  private Optional<Path> images = Optional.empty();

  @Option(
      names = "--suffix",
      paramLabel = "SUFFIX",
      description = {
        "The ending of the references, such as _seg-manual; once for each class. Without it, the",
        "target_suffix of -c, or any ending if a scan has one reference only."
      })
  private List<String> suffix = new ArrayList<>();

  @Option(
      names = "--pixel-size",
      paramLabel = "MM",
      defaultValue = "1",
      description = "Distance of the pixels of pictures in millimetres (default: 1).")
  private double pixelSize = 1;

  /** Whether nothing is to be compared. */
  boolean none() {
    return prediction.isEmpty()
        && reference.isEmpty()
        && predictions.isEmpty()
        && references.isEmpty();
  }

  /**
   * @param config whose target suffixes are used if none is given
   */
  Pairing pairing(Surroundings around, Optional<ConfigFile> config) {
    boolean files = !prediction.isEmpty() && !reference.isEmpty();
    boolean folders = predictions.isPresent() && references.isPresent();
    boolean mixed =
        files == folders
            || prediction.isEmpty() != reference.isEmpty()
            || predictions.isPresent() != references.isPresent();
    if (mixed) {
      throw new CommandLine.ParameterException(
          spec.commandLine(),
          "Required -p and -r with files, or --predictions and --references with folders"
              + (spec.commandLine().getCommandName().equals("evaluate")
                  ? ", or -c alone to test a model."
                  : "."));
    }
    return files
        ? Pairing.ofFiles(
            prediction.stream().map(around::resolve).toList(),
            reference.stream().map(around::resolve).toList())
        : Pairing.ofFolders(
            around.resolve(predictions.orElseThrow()),
            around.resolve(references.orElseThrow()),
            suffixes(config),
            images.map(around::resolve));
  }

  /** Endings of the references' files, one for each class. */
  List<String> suffixes(Optional<ConfigFile> config) {
    return suffix.isEmpty()
        ? config.stream()
            .flatMap(file -> file.config().loaderParameters().targetSuffix().stream())
            .map(TargetSuffix::first)
            .toList()
        : suffix;
  }

  MaskFiles files() {
    if (!(pixelSize > 0) || Double.isInfinite(pixelSize)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Required a --pixel-size above 0; found " + pixelSize + ".");
    }
    return new MaskFiles(pixelSize);
  }

  /** Says which files belong together. */
  static void print(Surroundings around, Pairing pairing) {
    Table table = new Table("prediction", "reference");
    pairing.pairs().forEach(pair -> table.row(pair.predictionNames(), pair.referenceNames()));
    around.out().println(table);
    if (!pairing.withoutReference().isEmpty()) {
      around
          .err()
          .println(
              "Note: "
                  + pairing.withoutReference().size()
                  + " predictions have no reference: "
                  + String.join(", ", pairing.withoutReference()));
    }
  }
}
