package scanmill.volumes;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Scans of real people beside the repository, and other people's tools; both may be absent. */
final class RealScans {
  private RealScans() {}

  static Path require(String name) {
    String named = System.getenv("MEDULLA_DATA");
    Path folder = Path.of("").toAbsolutePath();
    while (named == null && folder != null) {
      if (Files.isDirectory(folder.resolve("shared/data"))) {
        named = folder.resolve("shared/data").toString();
      }
      folder = folder.getParent();
    }
    if (named == null || !Files.exists(Path.of(named).resolve(name))) {
      throw skipped("no " + name + " in ../shared/data");
    }
    return Path.of(named).resolve(name);
  }

  /** Ends the test, and says so where people look. */
  static RuntimeException skipped(String why) {
    System.err.println("SKIPPED: " + why);
    return Assumptions.<RuntimeException>abort("SKIPPED: " + why);
  }
}
