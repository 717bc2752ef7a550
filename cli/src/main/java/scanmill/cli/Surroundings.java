package scanmill.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command meets around itself.
 *
 * @param out results, for people and pipes
 * @param err progress and complaints
 * @param environment variables
 * @param folder where the person is; absolute
 * @param terminal somebody is watching, so a line may be drawn over
 * @param platform started only if needed
 */
record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path folder,
    boolean terminal,
    EmbeddedPlatform platform) {

  /** Of this process. The launcher says whether it has a terminal. */
  static Surroundings ofThisProcess(EmbeddedPlatform platform) {
    return new Surroundings(
        System.out,
        System.err,
        System.getenv(),
        Path.of("").toAbsolutePath(),
        Boolean.getBoolean("scanmill.terminal"),
        platform);
  }

  /** Colour is wanted: a terminal, and nobody said NO_COLOR. */
  boolean colour() {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !"dumb".equals(environment.get("TERM"));
  }

  /** Width of the terminal, as the launcher found it; 80 if it did not. */
  int columns() {
    String said = environment.getOrDefault("SCANMILL_COLUMNS", "");
    return said.matches("[1-9][0-9]{1,3}") ? Integer.parseInt(said) : 80;
  }

  boolean debug() {
    return "1".equals(environment.get("SCANMILL_DEBUG"));
  }

  /** A path as the person meant it. */
  Path resolve(Path path) {
    return folder.resolve(path).normalize();
  }

  /** Data of this person's platform: {@code $SCANMILL_DATA}, else {@code ~/.scanmill}. */
  Path defaultDataDir() {
    String named = environment.getOrDefault("SCANMILL_DATA", "");
    return named.isEmpty()
        ? Path.of(System.getProperty("user.home"), ".scanmill").toAbsolutePath().normalize()
        : resolve(Path.of(named));
  }
}
