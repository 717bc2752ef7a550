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
    datatype().ifPresent(datatype -> columns.put("datatype", datatype));
    return columns;
  }

  /** The folder's name, if it is one of BIDS or lies in the folder of a subject or session. */
  private Optional<String> datatype() {
    Path folder = path.getParent();
    if (folder == null || folder.equals(root)) {
      return Optional.empty();
    }
    String name = name(folder);
    Path above = folder.getParent();
    boolean own = above != null && !above.equals(root) && isSubjectOrSession(name(above));
    return DATATYPES.contains(name) || (own && !isSubjectOrSession(name))
        ? Optional.of(name)
        : Optional.empty();
  }

  private static boolean isSubjectOrSession(String name) {
    return name.startsWith("sub-") || name.startsWith("ses-");
  }

  /**
   * What a name that is not of BIDS would be as one: {@code ssub-spleen2_ct} is subject {@code
   * spleen2}. What is no letter and no digit is left out.
   *
   * @return empty if there is no contrast or no subject in it
   */
  static Optional<ScanId> lenient(String stem) {
    List<String> parts = List.of(stem.split("_", -1));
    if (parts.size() < 2) {
      return Optional.empty();
    }
    int entities = 1;
    while (entities < parts.size() - 1 && parts.get(entities).indexOf('-') < 1) {
      entities++;
    }
    String subject = String.join("", parts.subList(0, entities));
    int prefix = subject.indexOf("sub-");
    StringBuilder name = new StringBuilder("sub-");
    name.append(label(prefix < 0 ? subject : subject.substring(prefix + "sub-".length())));
    for (String part : parts.subList(entities, parts.size() - 1)) {
      int dash = part.indexOf('-');
      name.append(dash < 1 ? "" : "_" + label(part.substring(0, dash)) + "-");
      name.append(label(dash < 1 ? part : part.substring(dash + 1)));
    }
    return ScanId.parse(name + "_" + label(parts.get(parts.size() - 1)));
  }

  private static String label(String text) {
    return text.replaceAll("[^A-Za-z0-9]", "");
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
