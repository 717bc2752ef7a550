package scanmill.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.configuration.LoaderParameters;

/** A BIDS folder that a test puts together file by file. */
record BidsFolder(Path root) {

  /** An empty file, or one with text. */
  BidsFolder with(String path, String... text) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.join("\n", text));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An image of a subject below its folder anat. */
  BidsFolder image(String stem) {
    String subject = stem.substring(0, stem.indexOf('_'));
    return with(subject + "/anat/" + stem + ".nii.gz");
  }

  /** A label of a subject below derivatives/labels. */
  BidsFolder label(String stem) {
    String subject = stem.substring(0, stem.indexOf('_'));
    return with("derivatives/labels/" + subject + "/anat/" + stem + ".nii.gz");
  }

  BidsIndex index(LoaderParameters loader) {
    return BidsIndex.of(List.of(root), loader);
  }

  /** Every path with its size and time of change. */
  Map<String, String> snapshot() throws IOException {
    Map<String, String> snapshot = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.toList()) {
        snapshot.put(path.toString(), Files.size(path) + " " + Files.getLastModifiedTime(path));
      }
    }
    return snapshot;
  }

  /** Loader parameters from the inner part of their JSON, with ' for ". */
  static LoaderParameters loader(String json) {
    return Config.parse("{\"loader_parameters\": {" + json.replace('\'', '"') + "}}", "c.json")
        .config()
        .loaderParameters();
  }
}
