package scanmill.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scanmill.configuration.Config;
import scanmill.ids.RunId;
import scanmill.problems.BadInputException;

/** Trains a model as an ivadomed configuration says. */
@Command(
    name = "train",
    description = {
      "Train a model as an ivadomed configuration says, follow the run, and bring its outputs here.",
      "The configuration is checked before anything is started."
    },
    footer = {
      "",
      "Examples:",
      "  scanmill train -c config.json",
      "  scanmill train -c config.json --path-data data/site-a data/site-b --path-output out",
      "  scanmill train -c config.json --folds 5",
      "  scanmill train -c config.json --path-data data --server http://scanmill.example:8080"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int MOST = 100;

  private final Surroundings around;

  @Mixin private ServerOptions server = new ServerOptions();

  @Mixin private LearningOptions learning = new LearningOptions();

  @Option(
      names = {"-po", "--path-output"},
      paramLabel = "DIR",
      description = "Where the outputs go; instead of path_output.")
  private Optional<Path> pathOutput = Optional.empty();

  @Option(names = "--run", paramLabel = "ID", description = "Name of the run (default: made up).")
  private Optional<String> run = Optional.empty();

  @Option(
      names = {"-g", "--gif"},
      paramLabel = "N",
      description =
          "Picture N validation samples after every epoch and animate them; instead of gif.")
  private Optional<Integer> gif = Optional.empty();

  @Option(names = "--all-scores", description = "Print every score of the test.")
  private boolean allScores;

  @Option(
      names = {"-t", "--thr-increment"},
      paramLabel = "STEP",
      description = {
        "Find the threshold of the model's probabilities on what it was trained and validated with,",
        "among thresholds so far apart, and keep it with the model; instead of",
        "threshold_search.increment."
      })
  private Optional<Double> increment = Optional.empty();

  @ArgGroup private Several several = new Several();

  /** How often; once where nothing is said. */
  private static final class Several {
    @Option(
        names = "--folds",
        paramLabel = "K",
        description = {
          "Divide what is not for testing into K parts and train K times, each part once for"
              + " validation: cross-validation, and an ensemble of K models."
        })
    private Optional<Integer> folds = Optional.empty();

    @Option(
        names = "--seeds",
        paramLabel = "N",
        description = "Train N times from other seeds: an ensemble of N models.")
    private Optional<Integer> seeds = Optional.empty();

    Optional<Members> of(ConfigFile file) {
      require("--folds", folds);
      require("--seeds", seeds);
      return folds
          .map(k -> Members.ofFolds(file, k))
          .or(() -> seeds.map(n -> Members.ofSeeds(file, n)));
    }

    private static void require(String option, Optional<Integer> count) {
      if (count.isPresent() && (count.get() < 2 || count.get() > MOST)) {
        throw BadInputException.of(
            "option-value",
            "Required " + option + " from 2 to " + MOST + "; found " + count.get() + ".",
            "Leave it out to train once.");
      }
    }
  }

  TrainCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() throws InterruptedException {
    Optional<RunId> id = run.map(TrainCommand::runId);
    ConfigFile file = asked(learning.read(around));
    List<Path> data = learning.folders(around, file);
    Path output = pathOutput.map(around::resolve).orElseGet(file::pathOutput);
    Optional<Members> members = several.of(file);

    try (Connection connection = server.connect(around)) {
      if (members.isPresent()) {
        return members.get().train(around, connection, data, output);
      }
      ObjectNode sent = LearningFolders.of(data, around, connection).sent(file);
      TrainingFollower follower = new TrainingFollower(around, connection);
      String run = follower.request(sent, id);
      TrainingFollower.Ending ending = follower.follow(run);
      if (ending.published()) {
        RunOutputs outputs = new RunOutputs(connection.gateway(), output);
        outputs.bring(ending.run());
        print(ending, outputs, output);
        return 0;
      }
      ending.problem().ifPresent(new Complaint(around)::print);
      if (ending.problem().isEmpty()) {
        around.err().println("The run " + run + " was cancelled.");
      }
      return Complaint.FAILED;
    }
  }

  /** With what is asked for on the command line. */
  private ConfigFile asked(ConfigFile file) {
    ObjectNode config = file.written();
    gif.ifPresent(n -> config.put("gif", n));
    increment.ifPresent(
        step -> config.withObjectProperty("threshold_search").put("increment", step));
    return file.with(config, "the configuration");
  }

  private void print(TrainingFollower.Ending ending, RunOutputs outputs, Path output) {
    Map<String, Double> scores = new HashMap<>();
    ending.run().path("scores").properties().stream()
        .filter(score -> score.getValue().isNumber())
        .forEach(score -> scores.put(score.getKey(), score.getValue().asDouble()));
    new ScoreTable(scores).print(around, allScores);
    String model = ending.run().path("model").path("name").asText();
    threshold(output.resolve(model).resolve(model + ".json"));
    around.out().println("model    " + output.resolve(model));
    around.out().println("outputs  " + output + " (" + outputs.count() + " files)");
    around.out().println("segment  scanmill segment -m " + model + " -i SCAN.nii.gz");
  }

  /** What was searched for, as the package says it. */
  private void threshold(Path json) {
    if (Files.isRegularFile(json)) {
      Config config = ConfigFile.read(json, around.folder()).config();
      if (config.thresholdSearch().isPresent()) {
        String found =
            config.postprocessing().thresholds().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", "));
        around.out().println("thr      " + found);
      }
    }
  }

  private static RunId runId(String text) {
    try {
      return new RunId(text);
    } catch (IllegalArgumentException e) {
      throw BadInputException.of(
          "run-id-invalid", e.getMessage() + ".", "Give another name with --run.");
    }
  }
}
