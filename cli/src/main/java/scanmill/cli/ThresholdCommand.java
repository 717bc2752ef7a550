package scanmill.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scanmill.configuration.Postprocessing;
import scanmill.metrics.ThresholdSearch;
import scanmill.problems.BadInputException;
import scanmill.reports.ThresholdPicture;
import scanmill.specs.StrictJson;
import scanmill.volumes.ProbabilityMap;

/** Finds the threshold of a model's probabilities. Nothing is started. */
@Command(
    name = "threshold",
    description = {
      "Find the threshold at which a model's probabilities agree best with references, and keep it",
      "in the model's configuration as postprocessing.binarize_prediction.thr. Of equally good",
      "thresholds the highest is taken."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill threshold --predictions out/pred_masks --references data/derivatives/labels",
      "  scanmill threshold -m out/cord --predictions out/pred_masks --references data -t 0.05"
    })
final class ThresholdCommand implements Callable<Integer> {
  private final Surroundings around;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Mixin private PairOptions options = new PairOptions();

  @Option(
      names = {"-m", "--model"},
      paramLabel = "FOLDER",
      description = "A model package, whose configuration takes the threshold (default: none).")
  private Optional<Path> model = Optional.empty();

  @Option(
      names = {"-t", "--thr-increment"},
      paramLabel = "STEP",
      defaultValue = "0.05",
      description = "Thresholds are apart by so much (default: 0.05).")
  private double step = 0.05;

  @Option(
      names = "--roc",
      description = "Take the point of the ROC farthest from chance, not the largest mean Dice.")
  private boolean roc;

  @Option(
      names = "--per-class",
      description = "A threshold for each class; ivadomed does not read such a configuration.")
  private boolean perClass;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where thr.png or roc.png goes (default: here).")
  private Path output = Path.of("");

  ThresholdCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    if (!(step > 0 && step < 1)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Required a -t above 0 and below 1; found " + step + ".");
    }
    Optional<Path> json = model.map(around::resolve).map(ThresholdCommand::configuration);
    Optional<ConfigFile> config = json.map(file -> ConfigFile.read(file, around.folder()));
    Pairing pairing = options.pairing(around, config);
    PairOptions.print(around, pairing);
    ThresholdSearch search = search(pairing, options.files());
    double best = search.best();
    if (Double.isNaN(best)) {
      throw BadInputException.of(
          "threshold-none",
          "Required predictions or references with a voxel in them; found none.",
          "Check the references.");
    }
    print(search, best);
    List<String> names = names(config, search.curves().size());
    Path folder = Files.createDirectories(around.resolve(output));
    if (roc) {
      ThresholdPicture.rates(folder.resolve("roc.png"), names, search.curves());
    } else {
      ThresholdPicture.dice(folder.resolve("thr.png"), names, search.curves());
    }
    if (json.isPresent()) {
      keep(json.get(), perClass ? search.bestOfEach() : List.of(best));
      around.out().println("model    " + json.get());
    }
    return 0;
  }

  private ThresholdSearch search(Pairing pairing, MaskFiles files) throws IOException {
    ThresholdSearch search = new ThresholdSearch(step, roc);
    for (ScanPair pair : pairing.pairs()) {
      ProbabilityMap prediction =
          files.read(pair.predictions().stream().map(Optional::of).toList());
      ProbabilityMap reference = files.read(pair.references());
      if (reference.classes() == 1 && prediction.classes() > 1) {
        ClassLayout.Survey survey = new ClassLayout.Survey();
        survey.prediction(prediction);
        survey.reference(reference);
        reference = survey.layout(false).apply(reference);
      }
      if (reference.classes() != prediction.classes()) {
        throw BadInputException.of(
            "reference-other-classes",
            pair.scan()
                + ": required as many classes in the reference as in the prediction, "
                + prediction.classes()
                + "; found "
                + reference.classes()
                + ".",
            "Give the references of all classes, --suffix once for each.");
      }
      search.add(prediction, reference);
    }
    return search;
  }

  private void print(ThresholdSearch search, double best) {
    Table table = new Table("class", "threshold", "mean Dice");
    List<Double> each = search.bestOfEach();
    for (int c = 0; c < each.size(); c++) {
      table.row(
          "class " + c, Double.toString(each.get(c)), Spell.score(search.dice(c, each.get(c))));
    }
    if (each.size() > 1) {
      table.row("all", Double.toString(best), "-");
    }
    around.out().print(table);
  }

  private static List<String> names(Optional<ConfigFile> config, int classes) {
    List<String> names = new ArrayList<>();
    config.ifPresent(
        file ->
            file.config()
                .loaderParameters()
                .targetSuffix()
                .forEach(suffix -> names.add(suffix.first().replaceFirst("^_", ""))));
    while (names.size() < classes) {
      names.add("class " + names.size());
    }
    return names;
  }

  private static Path configuration(Path folder) {
    Path json = folder.resolve(folder.getFileName() + ".json");
    if (!Files.isRegularFile(json)) {
      throw BadInputException.of(
          "model-incomplete",
          "Required a model package with its configuration; found no " + json + ".",
          "Name the folder of a package with -m, its files named like the folder.");
    }
    return json;
  }

  /** Changes nothing of the configuration but the threshold; the file changes at once. */
  private static void keep(Path json, List<Double> thresholds) throws IOException {
    ObjectNode config =
        (ObjectNode) StrictJson.parse(Files.readString(json), json.getFileName().toString());
    Postprocessing.putThresholds(config, thresholds);
    Path part = json.resolveSibling(json.getFileName() + ".part");
    Files.writeString(part, StrictJson.pretty(config));
    Files.move(part, json, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
