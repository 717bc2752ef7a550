package scanmill.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;

/** The command line. */
@Command(
    name = "scanmill",
    description = "Deep learning on medical images: train, segment, evaluate.",
    mixinStandardHelpOptions = true,
    version = "scanmill 0.1.0",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "Examples:",
      "  scanmill demo",
      "  scanmill train -c config.json --path-data data/hippocampus",
      "  scanmill segment -m cord -i sub-01_T2w.nii.gz",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong use."
    })
public final class Scanmill implements Runnable {
  @CommandLine.Spec
  private CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

  private Scanmill() {}

  /**
   * Runs one command to its end.
   *
   * @param platform started only if the command needs one and no running one was named
   * @return exit code: 0 done, 1 failed, 2 wrong use
   */
  public static int run(String[] args, EmbeddedPlatform platform) {
    return run(args, Surroundings.ofThisProcess(platform));
  }

  static int run(String[] args, Surroundings around) {
    Complaint complaint = new Complaint(around);
    CommandLine line =
        new CommandLine(new Scanmill())
            .addSubcommand(new DemoCommand(around))
            .addSubcommand(new UpCommand(around))
            .addSubcommand(new PlanCommand(around))
            .addSubcommand(new VisualizeTransformsCommand(around))
            .addSubcommand(new TrainCommand(around))
            .addSubcommand(new SweepCommand(around))
            .addSubcommand(new CompareCommand(around))
            .addSubcommand(new SegmentCommand(around))
            .addSubcommand(new ImportCommand(around))
            .addSubcommand(new ExportCommand(around))
            .addSubcommand(models(around))
            .addSubcommand(new EvaluateCommand(around))
            .addSubcommand(new PostprocessCommand(around))
            .addSubcommand(new ThresholdCommand(around))
            .addSubcommand(new ConfigCommand(around))
            .addSubcommand(new StatusCommand(around))
            .addSubcommand(new EventsCommand(around))
            .addSubcommand(DeadLettersCommand.line(around))
            .setOut(new PrintWriter(around.out(), true, StandardCharsets.UTF_8))
            .setErr(new PrintWriter(around.err(), true, StandardCharsets.UTF_8))
            .setColorScheme(
                CommandLine.Help.defaultColorScheme(around.colour() ? Ansi.ON : Ansi.OFF))
            .setUsageHelpAutoWidth(false)
            .setUsageHelpWidth(100)
            .setExecutionExceptionHandler(complaint)
            .setParameterExceptionHandler(complaint);
    help(line);
    int code = line.execute(args);
    around.out().flush();
    around.err().flush();
    return code;
  }

  private static CommandLine models(Surroundings around) {
    return new CommandLine(new ModelsCommand(around))
        .addSubcommand(new ModelsCommand.Promote(around))
        .addSubcommand(new ModelsCommand.Remove(around));
  }

  /** Every command below has {@code --help}. */
  private static void help(CommandLine line) {
    for (CommandLine command : line.getSubcommands().values()) {
      command.getCommandSpec().mixinStandardHelpOptions(true);
      help(command);
    }
  }

  /** No command was given. */
  @Override
  public void run() {
    throw new CommandLine.ParameterException(
        spec.commandLine(),
        "Required a command: demo, up, plan, visualize-transforms, train, sweep, compare, segment,"
            + " import, export, models, evaluate, postprocess, threshold, config, status, events or"
            + " dead-letters.");
  }
}
