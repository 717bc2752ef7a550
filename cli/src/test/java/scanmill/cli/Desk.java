package scanmill.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** A person at the command line: types, and sees what is printed. */
final class Desk {
  final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Path folder;
  private final EmbeddedPlatform platform;
  private boolean terminal;

  Desk(Path folder) {
    this(
        folder,
        settings -> {
          throw new AssertionError("No platform was to be started");
        });
  }

  Desk(Path folder, EmbeddedPlatform platform) {
    this.folder = folder;
    this.platform = platform;
    environment.put("SCANMILL_DATA", folder.resolve("data").toString());
  }

  Desk watching() {
    terminal = true;
    return this;
  }

  /**
   * @return the exit code
   */
  int type(String... words) {
    out.reset();
    err.reset();
    return Scanmill.run(
        words,
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            folder,
            terminal,
            platform));
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
