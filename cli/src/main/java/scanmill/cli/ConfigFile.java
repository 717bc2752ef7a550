package scanmill.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.configuration.ParsedConfig;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.specs.StrictJson;

/**
 * A configuration on this person's disk, found to be one. Paths in it are relative to where the
 * person is.
 */
final class ConfigFile {
  private static final long MOST_BYTES = 4L << 20;

  private final ObjectNode written;
  private final ParsedConfig parsed;
  private final Path folder;

  private ConfigFile(ObjectNode written, String where, Path folder) {
    this.written = written;
    this.parsed = Config.parse(written, where);
    this.folder = folder;
  }

  /**
   * @param folder where the person is
   * @throws BadInputException if it is not there or no configuration, saying which line or key
   */
  static ConfigFile read(Path file, Path folder) {
    String text;
    try {
      if (Files.size(file) > MOST_BYTES) {
        throw BadInputException.of(
            "config-too-large",
            "Required a configuration of at most 4 MiB; found "
                + Spell.bytes(Files.size(file))
                + " at "
                + file
                + ".",
            "Name the configuration, not the data.");
      }
      text = Files.readString(file);
    } catch (IOException e) {
      throw new BadInputException(
          new Problem(
              "config-unreadable",
              "Required a configuration that can be read; found none at " + file + ".",
              "Check the path given with -c."),
          e);
    }
    String name = file.getFileName().toString();
    ParsedConfig unused = Config.parse(text, name); // says what is wrong with its first line
    return new ConfigFile((ObjectNode) StrictJson.parse(text, name), name, folder);
  }

  /**
   * Another configuration in the place of this one.
   *
   * @param where what messages about it begin with
   */
  ConfigFile with(ObjectNode other, String where) {
    return new ConfigFile(other, where, folder);
  }

  /** As the person wrote it; a copy. */
  ObjectNode written() {
    return written.deepCopy();
  }

  /** About keys that are read otherwise than they are written. */
  List<String> warnings() {
    return parsed.warnings();
  }

  /** What it means. */
  Config config() {
    return parsed.config();
  }

  /** The effective configuration, every key and default, for training; the caller may change it. */
  ObjectNode json() {
    return parsed.config().toJson().put("command", "train");
  }

  /** Folders to learn from. */
  List<Path> pathData() {
    return parsed.config().loaderParameters().pathData().stream().map(this::resolve).toList();
  }

  Path pathOutput() {
    return resolve(parsed.config().pathOutput());
  }

  /** Names files beside the configuration so that a service on this machine finds them. */
  void makeAbsolute(ObjectNode json) {
    if (json.path("split_dataset") instanceof ObjectNode split
        && split.path("fname_split").isTextual()) {
      split.put("fname_split", resolve(split.path("fname_split").asText()).toString());
    }
  }

  private Path resolve(String path) {
    return folder.resolve(path).normalize();
  }

  static void setPathData(ObjectNode json, List<String> folders) {
    ObjectNode loader = json.withObjectProperty("loader_parameters");
    ArrayNode list = loader.putArray("path_data");
    folders.forEach(list::add);
  }

  /**
   * @throws BadInputException ({@code data-folder-missing}) unless each is a folder and there is
   *     one
   */
  static void requireFolders(List<Path> folders) {
    if (folders.isEmpty()) {
      throw BadInputException.of(
          "data-folder-missing",
          "Required at least one BIDS folder to learn from; found none.",
          "Set loader_parameters.path_data or give --path-data.");
    }
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        throw BadInputException.of(
            "data-folder-missing",
            "Required a BIDS folder to learn from; found none at " + folder + ".",
            "Check loader_parameters.path_data or --path-data.");
      }
    }
  }
}
