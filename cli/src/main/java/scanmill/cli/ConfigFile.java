package scanmill.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
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
  private static final String IN_BUCKET = "s3://";

  /** Keys that name a file. */
  private static final String[][] FILES = {
    {"split_dataset", "fname_split"}, {"loader_parameters", "file_lists"}
  };

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

  /**
   * Folders to learn from; none where files are listed.
   *
   * @param instead of its own, if there are any
   * @throws BadInputException ({@code data-folder-missing})
   */
  List<Path> folders(List<Path> instead) {
    List<Path> data = instead.isEmpty() ? pathData() : instead;
    if (!data.isEmpty() || parsed.config().loaderParameters().fileLists().isEmpty()) {
      requireFolders(data);
    }
    return data;
  }

  Path pathOutput() {
    return resolve(parsed.config().pathOutput());
  }

  /** Names files beside the configuration so that a service on this machine finds them. */
  void makeAbsolute(ObjectNode json) {
    for (String[] key : FILES) {
      if (json.path(key[0]) instanceof ObjectNode object
          && object.path(key[1]).isTextual()
          && isHere(object.path(key[1]).asText())) {
        object.put(key[1], resolve(object.path(key[1]).asText()).toString());
      }
    }
  }

  /**
   * Names files beside the configuration so that a service elsewhere finds them.
   *
   * @param sending brings a file into the bucket and says where it lies there
   * @throws BadInputException {@code file-lists-here} if the data to learn from is a list of files
   *     of this machine
   */
  void send(ObjectNode json, Function<Path, String> sending) {
    parsed
        .config()
        .loaderParameters()
        .fileLists()
        .filter(this::isHere)
        .ifPresent(
            place -> {
              throw BadInputException.of(
                  "file-lists-here",
                  "loader_parameters.file_lists: required a place in the bucket,"
                      + " s3://<bucket>/datasets/<name>/<list>.json, for a service on another"
                      + " machine; found "
                      + place
                      + ".",
                  "Upload the list and the files that it names as one folder (PUT"
                      + " /api/datasets/<name>/<path>), with paths relative to the list.");
            });
    parsed
        .config()
        .splitDataset()
        .fnameSplit()
        .filter(this::isHere)
        .ifPresent(
            place ->
                json.withObjectProperty("split_dataset")
                    .put("fname_split", sending.apply(resolve(place))));
  }

  /** Whether it is found from where the person is, and not in the bucket or in a dataset. */
  private boolean isHere(String place) {
    return !place.startsWith(IN_BUCKET)
        && pathData().stream().noneMatch(data -> Files.isRegularFile(data.resolve(place)));
  }

  /** Where a path of it leads, from where the person is. */
  Path resolve(String path) {
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
