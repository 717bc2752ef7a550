package scanmill.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import scanmill.problems.BadInputException;

/** What to learn and from which data. */
final class LearningOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "CONFIG.json",
      required = true,
      description = "An ivadomed configuration.")
  private Path config = Path.of("");

  @Option(
      names = {"-pd", "--path-data"},
      paramLabel = "DIR",
      arity = "1..*",
      description = "BIDS folders to learn from; instead of loader_parameters.path_data.")
  private List<Path> pathData = new ArrayList<>();

  /** The configuration; what is to be said about it is said. */
  ConfigFile read(Surroundings around) {
    ConfigFile file = ConfigFile.read(around.resolve(config), around.folder());
    file.warnings().forEach(warning -> around.err().println("Note: " + warning));
    return file;
  }

  /**
   * The folders to learn from; none where the configuration lists files.
   *
   * @throws BadInputException ({@code data-folder-missing})
   */
  List<Path> folders(Surroundings around, ConfigFile file) {
    return file.folders(pathData.stream().map(around::resolve).toList());
  }
}
