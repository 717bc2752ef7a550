package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import scanmill.configuration.Config;
import scanmill.problems.BadInputException;

/**
 * A version of a model that a platform has, as a person names it: {@code name} or {@code
 * name@version}.
 */
record PublishedModel(String name, String version) {
  private static final String LATEST = "latest";

  static PublishedModel parse(String text) {
    int at = text.indexOf('@');
    return at < 0
        ? new PublishedModel(text, LATEST)
        : new PublishedModel(text.substring(0, at), text.substring(at + 1));
  }

  /** {@code api/models/<name>/<version>}. */
  String path() {
    return "api/models/" + Gateway.encode(name) + "/" + Gateway.encode(version);
  }

  /** The configuration of the package. */
  Config config(Gateway gateway, Path scratch) throws IOException {
    String prefix = gateway.get(path()).path("model").path("prefix").asText();
    Path file = scratch.resolve(name + ".json");
    gateway.download(prefix + name + ".json", file);
    return Config.parse(Files.readString(file), name + ".json").config();
  }

  /** Brings the package's files into {@code <folder>/<name>/}. */
  Path bring(Gateway gateway, Path folder) {
    JsonNode detail = gateway.get(path());
    Path target = folder.resolve(name);
    String prefix = detail.path("model").path("prefix").asText();
    for (JsonNode file : detail.path("files")) {
      String key = file.path("key").asText();
      String own = key.startsWith(prefix) ? key.substring(prefix.length()) : "";
      if (!own.matches("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*)*")) {
        throw BadInputException.of(
            "model-path-escapes",
            "The files of a model lie within its folder; one of " + name + " does not.",
            "Publish the model again.");
      }
      gateway.download(key, target.resolve(own));
    }
    return target;
  }
}
