package scanmill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.training.DatasetPlan;

/** Writes a configuration for somebody who has data and none. */
@Command(
    name = "plan",
    description = {
      "Measure a BIDS dataset and write a configuration that suits it, with the reasons beside it.",
      "Slices or volumes, spacing, patches, batches, depth and the rest, within some memory.",
      "Every image is read once; nothing is started."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill plan --path-data data/hippocampus",
      "  scanmill plan --path-data data/cord --target-suffix _seg-manual --memory 8 -o cord.json",
      "  scanmill train -c config.json",
      "",
      "Writes the reasons to a file of the configuration's name with .reasons.md at its end."
    })
final class PlanCommand implements Callable<Integer> {
  private static final String JSON = ".json";

  private final Surroundings around;

  @Option(
      names = {"-pd", "--path-data"},
      paramLabel = "DIR",
      required = true,
      description = "A BIDS folder with labels below its derivatives.")
  private Path data = Path.of("");

  @Option(
      names = {"-o", "--output"},
      paramLabel = "CONFIG.json",
      defaultValue = "config.json",
      description = "Where the configuration goes (default: config.json).")
  private Path output = Path.of("");

  @Option(
      names = "--memory",
      paramLabel = "GB",
      defaultValue = "8",
      description = "Gigabytes that learning may take (default: 8).")
  private double memory;

  @Option(
      names = "--target-suffix",
      paramLabel = "SUFFIX",
      arity = "1..*",
      description = "Endings of the labels to learn, one per class (default: all that are found).")
  private List<String> suffixes = new ArrayList<>();

  PlanCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws IOException {
    if (!(memory > 0)) {
      throw BadInputException.of(
          "option-value",
          "Required --memory above 0; found " + memory + ".",
          "Give the gigabytes that learning may take.");
    }
    Path root = around.resolve(data);
    ConfigFile.requireFolders(List.of(root));
    DatasetPlan plan = DatasetPlan.of(root, suffixes, memory);
    Path file = around.resolve(output);
    String name = String.valueOf(file.getFileName());
    String stem = name.endsWith(JSON) ? name.substring(0, name.length() - JSON.length()) : name;
    Path reasons = file.resolveSibling(stem + ".reasons.md");
    Files.writeString(file, StrictJson.pretty(plan.config().toJson()));
    StringBuilder text = new StringBuilder("# Why " + name + " says what it says\n\n");
    plan.reasons().forEach(reason -> text.append("- ").append(reason).append('\n'));
    Files.writeString(reasons, text.toString());
    plan.reasons().forEach(around.out()::println);
    around.out().println();
    around.out().println("config   " + file);
    around.out().println("reasons  " + reasons);
    around.out().println("train    scanmill train -c " + output);
    return 0;
  }
}
