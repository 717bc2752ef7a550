package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scanmill.configuration.Config;
import scanmill.configuration.StepEntry;
import scanmill.postprocessing.Chain;
import scanmill.postprocessing.Labels;
import scanmill.postprocessing.Step;
import scanmill.postprocessing.Steps;
import scanmill.postprocessing.UncertaintyMaps;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.NiftiHeader;
import scanmill.volumes.Picture;
import scanmill.volumes.PredictionPictures;
import scanmill.volumes.ProbabilityMap;

/** Applies steps to predictions that are there. Nothing is started. */
@Command(
    name = "postprocess",
    description = {
      "Apply steps to existing predictions: probabilities, masks, label maps; several classes along",
      "the fourth axis. Grid, header and name of a file stay."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill postprocess -c config.json -i out/pred_masks/*_pred.nii.gz -o clean",
      "  scanmill postprocess --steps '{\"binarize_prediction\": {\"thr\": 0.5}, \"keep_largest\": {}}'"
          + " \\",
      "    -i sub-01_T2w_pred.nii.gz -o clean"
    })
final class PostprocessCommand implements Callable<Integer> {
  private final Surroundings around;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "CONFIG.json",
      description = "Whose postprocessing is applied.")
  private Optional<Path> config = Optional.empty();

  @Option(
      names = "--steps",
      paramLabel = "JSON",
      description = "Steps as a configuration writes them, in their order.")
  private Optional<String> steps = Optional.empty();

  @Option(
      names = {"-i", "--input"},
      paramLabel = "FILE",
      arity = "1..*",
      required = true,
      description = {
        "Predictions: NIfTI or pictures. Maps of uncertainty are looked for beside them."
      })
  private List<Path> inputs = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      required = true,
      description = "Where the results go; not where the predictions lie.")
  private Path output = Path.of("");

  PostprocessCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    if (config.isPresent() == steps.isPresent()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Required either -c with a configuration or --steps with JSON.");
    }
    Step chain = chain();
    Path folder = around.resolve(output);
    Files.createDirectories(folder);
    for (Path input : inputs) {
      Path file = around.resolve(input);
      Path result = folder.resolve(String.valueOf(file.getFileName()));
      if (Files.exists(result) && Files.exists(file) && Files.isSameFile(file, result)) {
        throw BadInputException.of(
            "output-is-input",
            "Required a folder in which "
                + file.getFileName()
                + " does not lie; found "
                + folder
                + ".",
            "Give another folder with -o.");
      }
      apply(chain, file, result);
      around.out().println(result);
    }
    return 0;
  }

  private Step chain() {
    Config read =
        config.isPresent()
            ? ConfigFile.read(around.resolve(config.get()), around.folder()).config()
            : parsed(steps.orElseThrow());
    List<Step> chain = new ArrayList<>();
    for (StepEntry entry : read.postprocessing().steps()) {
      chain.add(Steps.CATALOG.read(entry.name(), entry.args(), entry.where()));
    }
    if (chain.isEmpty()) {
      around.err().println("Note: there are no steps; files are copied as they are.");
    }
    return Chain.of(chain);
  }

  private static Config parsed(String json) {
    JsonNode steps = StrictJson.parse(json, "--steps");
    return Config.parse(
            JsonNodeFactory.instance.objectNode().set("postprocessing", steps), "--steps")
        .config();
  }

  private static void apply(Step chain, Path file, Path result) throws IOException {
    ProbabilityMap map = new MaskFiles(1).read(file);
    UncertaintyMaps beside = measure -> beside(file, measure);
    if (Picture.is(file)) {
      try (OutputStream out = Files.newOutputStream(result)) {
        PredictionPictures.png(chain.apply(map, beside), 0, out);
      }
      return;
    }
    NiftiHeader header = Nifti.readHeader(file);
    Optional<NavigableSet<Integer>> labels =
        map.classes() == 1 && header.dims().size() == 3 ? MaskFiles.labels(map) : Optional.empty();
    if (labels.isPresent()) {
      Nifti.write(result, labels(chain, beside, map, labels.get()), header);
    } else if (header.dims().size() > 3) {
      Nifti.write(result, chain.apply(map, beside), header);
    } else {
      Nifti.write(result, chain.apply(map, beside).volume(0), header);
    }
  }

  /** A label map as one class for each label, and back. */
  private static LabelMap labels(
      Step chain, UncertaintyMaps beside, ProbabilityMap map, NavigableSet<Integer> labels) {
    List<Integer> values = labels.isEmpty() ? List.of(1) : List.copyOf(labels);
    ClassLayout layout = new ClassLayout(values.size(), values, false);
    LabelMap classes = Labels.of(chain.apply(layout.apply(map), beside));
    int[] data = new int[classes.data().length];
    for (int v = 0; v < data.length; v++) {
      data[v] = classes.data()[v] == 0 ? 0 : values.get(classes.data()[v] - 1);
    }
    return new LabelMap(classes.grid(), data);
  }

  private static Optional<ProbabilityMap> beside(Path file, String measure) {
    String scan = FileStem.of(file).text().replaceFirst("(_class-[0-9]+)?(_pred)?$", "");
    Path map = file.resolveSibling(scan + "_" + measure + ".nii.gz");
    try {
      return Files.isRegularFile(map)
          ? Optional.of(Nifti.readProbabilities(map))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
