package scanmill.problems;

/**
 * The input is at fault and stays at fault however often it is read: a person must act.
 *
 * <p>Thrown by libraries; services turn it into a {@code *Rejected} or {@code *Failed} event, the
 * gateway into {@code problem+json}, the command line into one plain sentence and exit code 1. Its
 * message never holds patient text.
 */
public class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  public BadInputException(Problem problem) {
    super(problem.toString());
    this.problem = problem;
  }

  public BadInputException(Problem problem, Throwable cause) {
    super(problem.toString(), cause);
    this.problem = problem;
  }

  /** Shorthand for {@code new BadInputException(new Problem(code, what, remedy))}. */
  public static BadInputException of(String code, String what, String remedy) {
    return new BadInputException(new Problem(code, what, remedy));
  }

  public Problem problem() {
    return problem;
  }
}
