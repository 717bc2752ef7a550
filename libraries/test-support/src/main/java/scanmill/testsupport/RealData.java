package scanmill.testsupport;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Scans of real people, which are never part of the repository: in the folder that {@code
 * MEDULLA_DATA} names, else in {@code shared/data} beside the repository.
 *
 * <p>Only for tests.
 */
public final class RealData {
  private static final String VARIABLE = "MEDULLA_DATA";

  private RealData() {}

  /**
   * @param name such as {@code hippocampus} or {@code cord/t2}
   */
  public static Optional<Path> folder(String name) {
    return root().map(root -> root.resolve(name)).filter(Files::exists);
  }

  /** The folder or file; a test that needs it and cannot have it is skipped, and says so. */
  public static Path require(String name) {
    Optional<Path> found = folder(name);
    if (found.isEmpty()) {
      String message =
          "SKIPPED: no " + name + " in ../shared/data; set " + VARIABLE + " to run this test";
      System.err.println(message);
      Assumptions.abort(message);
    }
    return found.orElseThrow();
  }

  private static Optional<Path> root() {
    String named = System.getenv(VARIABLE);
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named)).filter(Files::isDirectory);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null) {
      Path data = folder.resolve("shared/data");
      if (Files.isDirectory(data)) {
        return Optional.of(data);
      }
      folder = folder.getParent();
    }
    return Optional.empty();
  }
}
