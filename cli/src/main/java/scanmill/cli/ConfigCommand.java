package scanmill.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;

/** Says what a configuration means. Nothing is started. */
@Command(
    name = "config",
    description = "Say what a configuration means, or what one may contain.",
    synopsisSubcommandLabel = "[check FILE | defaults]",
    footer = {
      "",
      "Examples:",
      "  scanmill config check config.json",
      "  scanmill config check old.json > new.json",
      "  scanmill config defaults",
      "  scanmill config --schema > configuration.schema.json"
    })
final class ConfigCommand implements Callable<Integer> {
  private final Surroundings around;

  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  @Option(
      names = "--schema",
      description = "Print the JSON Schema of configurations, for editors and programs.")
  private boolean schema;

  ConfigCommand(Surroundings around) {
    this.around = around;
  }

  @Override
  public Integer call() {
    if (!schema) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "Required check FILE, defaults or --schema.");
    }
    around.out().print(Config.schema());
    return 0;
  }

  /**
   * @return 0, or 2 if it is no configuration
   */
  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description = {
        "Print the effective configuration, every key and default, old names as today's. What its"
            + " author should know comes on standard error, one note a line."
      },
      footer = {
        "",
        "Examples:",
        "  scanmill config check config.json",
        "  scanmill config check old.json > new.json",
        "",
        "Exit codes: 0 a configuration, 2 none: what is wrong is on standard error."
      })
  Integer check(@Parameters(paramLabel = "FILE", description = "A configuration.") Path file) {
    try {
      ConfigFile read = ConfigFile.read(around.resolve(file), around.folder());
      around.platform().check(read.config());
      read.warnings().forEach(warning -> around.err().println("Note: " + warning));
      around.out().print(StrictJson.pretty(read.config().toJson()));
      return 0;
    } catch (BadInputException e) {
      new Complaint(around).print(e.problem());
      return Complaint.WRONG_USE;
    }
  }

  @Command(
      name = "defaults",
      mixinStandardHelpOptions = true,
      description = "Print the configuration in which nothing is asked for.",
      footer = {"", "Examples:", "  scanmill config defaults > config.json"})
  Integer defaults() {
    around.out().print(StrictJson.pretty(Config.defaults().toJson()));
    return 0;
  }
}
