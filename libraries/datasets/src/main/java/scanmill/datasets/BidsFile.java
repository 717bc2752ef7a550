package scanmill.datasets;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import scanmill.ids.ScanId;

/**
 * A raw image of a dataset as its name describes it.
 *
 * @param stem the name without extension
 */
record BidsFile(Path root, Path path, String stem, String extension, ScanId id) {
  /** Entities by the names that pybids gives them as columns. */
  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry("acq", "acquisition"),
          Map.entry("ce", "ceagent"),
          Map.entry("stain", "staining"),
          Map.entry("trc", "tracer"),
          Map.entry("rec", "reconstruction"),
          Map.entry("dir", "direction"),
          Map.entry("mod", "modality"));

  private static final List<String> DATATYPES =
      List.of(
          "anat", "beh", "ct", "dwi", "eeg", "fmap", "func", "ieeg", "meg", "micr", "perf", "pet");

  /** The part of a file name before one of some endings; empty if it has none of them. */
  static Optional<String> extension(String name, List<String> extensions) {
    return extensions.stream()
        .filter(name::endsWith)
        .max((a, b) -> Integer.compare(a.length(), b.length()));
  }

  /** What the name and the folder say, as columns. */
  Map<String, String> columns() {
    Map<String, String> columns = new TreeMap<>();
    columns.put("filename", name(path));
    columns.put("subject", id.subject().label());
    columns.put("participant_id", id.subject().toString());
    id.session().ifPresent(session -> columns.put("session", session.label()));
    id.entities().forEach((key, label) -> columns.put(COLUMNS.getOrDefault(key, key), label));
    columns.put("suffix", id.contrast().suffix());
    columns.put("extension", extension);
    Path folder = path.getParent();
    if (folder != null && DATATYPES.contains(name(folder))) {
      columns.put("datatype", name(folder));
    }
    return columns;
  }

  /** All entities of the name, {@code sub} and {@code ses} among them. */
  Map<String, String> entities() {
    Map<String, String> entities = new TreeMap<>(id.entities());
    entities.put("sub", id.subject().label());
    id.session().ifPresent(session -> entities.put("ses", session.label()));
    return entities;
  }

  static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
