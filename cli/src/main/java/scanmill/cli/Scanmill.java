package scanmill.cli;

/** The command line. */
public final class Scanmill {
  private Scanmill() {}

  /**
   * Runs one command to its end.
   *
   * @param platform started only if the command needs one and no running one was named
   * @return exit code: 0 done, 1 failed, 2 wrong use
   */
  public static int run(String[] args, EmbeddedPlatform platform) {
    if (args.length == 0 || platform == null) {
      return 2;
    }
    return 1;
  }
}
