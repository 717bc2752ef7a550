package scanmill.cli;

import picocli.CommandLine;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/** How an error reaches the person at the command line: what happened and what to do. */
final class Complaint
    implements CommandLine.IExecutionExceptionHandler, CommandLine.IParameterExceptionHandler {
  static final int FAILED = 1;
  static final int WRONG_USE = 2;

  private final Surroundings around;

  Complaint(Surroundings around) {
    this.around = around;
  }

  @Override
  public int handleExecutionException(
      Exception exception, CommandLine command, CommandLine.ParseResult parsed) {
    if (around.debug()) {
      exception.printStackTrace(around.err());
    }
    print(problem(exception));
    return FAILED;
  }

  @Override
  public int handleParseException(CommandLine.ParameterException exception, String[] arguments) {
    if (around.debug()) {
      exception.printStackTrace(around.err());
    }
    CommandLine command = exception.getCommandLine();
    around.err().println(exception.getMessage());
    CommandLine.UnmatchedArgumentException.printSuggestions(exception, around.err());
    around
        .err()
        .println("See how it is used: " + command.getCommandSpec().qualifiedName() + " --help");
    return WRONG_USE;
  }

  void print(Problem problem) {
    String red = around.colour() ? "\u001b[31m" : "";
    String plain = around.colour() ? "\u001b[0m" : "";
    around.err().println(red + problem.what() + plain);
    around.err().println(problem.remedy() + " [" + problem.code() + "]");
  }

  private static Problem problem(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof BadInputException bad && bad.problem() != null) {
        return bad.problem();
      }
    }
    if (thrown instanceof OutOfMemoryError) {
      return new Problem("out-of-memory", "The memory was not enough.", "Allow more with -Xmx.");
    }
    String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
    return new Problem(
        "unexpected",
        "Something went wrong that should not have: "
            + thrown.getClass().getSimpleName()
            + message
            + ".",
        "Run it again with SCANMILL_DEBUG=1 to see where, and report it.");
  }
}
