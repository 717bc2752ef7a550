package scanmill.configuration;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** The configurations under {@code dialects/}: one for each kind of use that ivadomed has. */
final class Fixtures {
  static final List<String> ALL =
      List.of(
          "tutorial.json",
          "slice-classifier.json",
          "microscopy.json",
          "lesions.json",
          "small.json",
          "missing-contrasts.json",
          "tumour-volumes.json",
          "disc-points.json",
          "old-names.json");

  private Fixtures() {}

  static String text(String name) {
    try (InputStream in =
        Objects.requireNonNull(Fixtures.class.getResourceAsStream("/dialects/" + name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static ParsedConfig parse(String name) {
    return Config.parse(text(name), name);
  }
}
