package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scanmill.configuration.Sweep;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.specs.StrictJson;

/** Trains variants of one configuration, as many at a time as there are training replicas. */
@Command(
    name = "sweep",
    description = {
      "Train variants of a configuration and compare them.",
      "All are checked before anything is started, then asked for at once: as many run at a time",
      "as the platform has training replicas, one device each."
    },
    footer = {
      "",
      "HYPER.json has the configuration's keys with lists of options:",
      "  {\"training_parameters\": {\"batch_size\": [8, 16]}, \"default_model\": {\"depth\": [3, 4]}}",
      "",
      "Examples:",
      "  scanmill sweep -c config.json --hyper hyper.json",
      "  scanmill sweep -c config.json --hyper hyper.json --all-combin -n 3 --fixed-split",
      "",
      "Writes temporary_results.csv, detailed_results.csv and average_eval.csv to the output folder,",
      "and the outputs of each run to a folder below it."
    })
final class SweepCommand implements Callable<Integer> {
  private static final int MOST_RUNS = 1000;

  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private LearningOptions learning = new LearningOptions();

  @Option(
      names = {"-ch", "--hyper", "--config-hyper"},
      paramLabel = "HYPER.json",
      required = true,
      description = "Lists of options for some of its keys.")
  private Path hyper = Path.of("");

  @ArgGroup private Together together = new Together();

  /** How options go together; one key at a time where nothing is said. */
  private static final class Together {
    @Option(names = "--all-combin", description = "Every option with every other.")
    private boolean all;

    @Option(
        names = {"-m", "--multi-params"},
        description = "The first options of all keys together, then the second ones, and so on.")
    private boolean sideBySide;

    Sweep.Mode mode() {
      if (all) {
        return Sweep.Mode.ALL_COMBINATIONS;
      }
      return sideBySide ? Sweep.Mode.SIDE_BY_SIDE : Sweep.Mode.ONE_AT_A_TIME;
    }
  }

  @Option(
      names = "-n",
      paramLabel = "TIMES",
      defaultValue = "1",
      description = "Train every variant so often, each time from other seeds (default: 1).")
  private int times = 1;

  @Option(
      names = "--fixed-split",
      description = "The same split of the data every time; else each time another.")
  private boolean fixedSplit;

  @Option(
      names = {"-o", "-po", "--path-output"},
      paramLabel = "DIR",
      description = "Where tables and outputs go; instead of path_output.")
  private Optional<Path> pathOutput = Optional.empty();

  SweepCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    ConfigFile base = learning.read(around);
    SeveralRuns runs = new SeveralRuns(planned(base));
    List<Path> data = learning.folders(around, base);
    Path output = pathOutput.map(around::resolve).orElseGet(base::pathOutput);
    try (Connection connection = server.connect(around)) {
      return runs.end(around, output, runs.train(around, connection, data, output));
    }
  }

  private List<SeveralRuns.Wanted> planned(ConfigFile base) {
    if (times < 1) {
      throw BadInputException.of(
          "option-value", "Required -n of at least 1; found " + times + ".", "Give -n 1 or more.");
    }
    Path file = around.resolve(hyper);
    String name = String.valueOf(file.getFileName());
    List<Sweep.Variant> variants =
        Sweep.of(base.written(), StrictJson.parse(read(file), name), together.mode(), name);
    if ((long) variants.size() * times > MOST_RUNS) {
      throw BadInputException.of(
          "sweep-too-large",
          name
              + ": required at most "
              + MOST_RUNS
              + " runs; found "
              + (long) variants.size() * times
              + ".",
          "Give fewer options, or leave out --all-combin.");
    }
    List<SeveralRuns.Wanted> planned = new ArrayList<>();
    for (int time = 0; time < times; time++) {
      for (Sweep.Variant variant : variants) {
        ConfigFile checked = base.with(variant.config(), name + ", variant " + variant.name());
        ObjectNode seeded = variant.config();
        seed(seeded, checked.json(), time);
        String folder =
            checked.json().path("model_name").asText()
                + variant.name()
                + (times > 1 ? String.format(Locale.ROOT, "-n-%02d", time + 1) : "");
        planned.add(new SeveralRuns.Wanted(folder, base.with(seeded, name)));
      }
    }
    return planned;
  }

  /** Another seed each time, of the split too unless it is to stay. */
  private void seed(ObjectNode config, JsonNode effective, int time) {
    config.put("random_seed", effective.path("random_seed").asLong() + time);
    if (!fixedSplit) {
      long seed = effective.path("split_dataset").path("random_seed").asLong() + time;
      config.withObjectProperty("split_dataset").put("random_seed", seed);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException | AccessDeniedException e) {
      throw new BadInputException(
          new Problem(
              "sweep-unreadable",
              "Required a file of options that can be read; found none at " + file + ".",
              "Check the path given with --hyper."),
          e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
