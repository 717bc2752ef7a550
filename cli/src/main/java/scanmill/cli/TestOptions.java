package scanmill.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import scanmill.configuration.Config;
import scanmill.models.ModelPackage;
import scanmill.problems.BadInputException;
import scanmill.training.TestRun;

/** Which model is tested on the test scans of a configuration, and where these are. */
final class TestOptions {
  @Option(
      names = {"-m", "--model"},
      paramLabel = "MODEL",
      description = {
        "What to test on the test scans of -c: a package folder, or a published model (default:",
        "what lies in the output folder after training)."
      })
  private Optional<String> model = Optional.empty();

  @Option(
      names = {"-pd", "--path-data"},
      paramLabel = "DIR",
      arity = "1..*",
      description = "BIDS folders to test on; instead of loader_parameters.path_data.")
  private List<Path> pathData = new ArrayList<>();

  @Mixin private ServerOptions server = new ServerOptions();

  /** Whether a test is asked for in so many words. */
  boolean any() {
    return model.isPresent() || !pathData.isEmpty();
  }

  /**
   * Tests, and prints the scores.
   *
   * @param output where {@code pred_masks/} and {@code results_eval/} go
   * @param all print every score
   * @throws BadInputException {@code test-model-missing}, or what is wrong with the data
   */
  void run(Surroundings around, ConfigFile file, Path output, boolean all) throws IOException {
    List<Path> data = file.folders(pathData.stream().map(around::resolve).toList());
    try (Scratch scratch = new Scratch()) {
      ModelPackage opened = ModelPackage.open(folder(around, file, output, scratch));
      TestRun run = TestRun.of(opened, config(file), data, scratch.folder().resolve("work"));
      run.notes().forEach(note -> around.err().println("Note: " + note));
      Progress progress = new Progress(around);
      int[] done = new int[1];
      Map<String, Double> scores;
      try {
        scores =
            run.test(
                output,
                Runtime.getRuntime().availableProcessors(),
                scan -> progress.step(++done[0], run.size(), scan.toString()));
      } finally {
        progress.end();
      }
      new ScoreTable(scores).print(around, all);
      around.out().println("results  " + output.resolve("results_eval"));
    }
  }

  /** Names of files mean what they mean where the person is. */
  private static Config config(ConfigFile file) {
    ObjectNode json = file.json();
    file.makeAbsolute(json);
    return Config.parse(json, "the configuration").config();
  }

  private Path folder(Surroundings around, ConfigFile file, Path output, Scratch scratch) {
    if (model.isEmpty()) {
      Path trained = output.resolve(file.config().modelName());
      if (!Files.isDirectory(trained)) {
        throw BadInputException.of(
            "test-model-missing",
            "Required a trained model to test; found none at " + trained + ".",
            "Train it first (scanmill train), give the folder of its outputs with -o, or name a"
                + " model with -m.");
      }
      return trained;
    }
    Path named = around.resolve(Path.of(model.get()));
    if (Files.isDirectory(named)) {
      return named;
    }
    try (Connection connection = server.connect(around)) {
      return PublishedModel.parse(model.get()).bring(connection.gateway(), scratch.folder());
    }
  }
}
