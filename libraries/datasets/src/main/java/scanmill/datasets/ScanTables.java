package scanmill.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * What the tables of a BIDS folder say about its images: {@code participants.tsv}, {@code
 * samples.tsv}, {@code *_sessions.tsv} and {@code *_scans.tsv}, joined in this order, each about
 * what lies in its folder and below. Where a column is there already, the older one is renamed with
 * {@code _x}, as ivadomed does.
 */
final class ScanTables {
  private static final String PARTICIPANT = "participant_id";

  private final Path root;
  private final BidsWalk walk;
  private final Metadata.Pool pool;
  private final Missing missing;
  private final Map<BidsFile, Map<String, String>> rows = new LinkedHashMap<>();
  private final List<String> columns = new ArrayList<>();

  /**
   * @param pool what is equal is shared among all images
   */
  ScanTables(Path root, BidsWalk walk, Metadata.Pool pool, Missing missing) {
    this.root = root;
    this.walk = walk;
    this.pool = pool;
    this.missing = missing;
  }

  /** All columns in their order: names and sidecars by alphabet, then table by table. */
  List<String> columns() {
    return columns;
  }

  /** Everything known about each image: its name, its sidecars, and the tables. */
  Map<BidsFile, Map<String, String>> join(List<BidsFile> files) throws IOException {
    Set<String> subjects = new LinkedHashSet<>();
    Set<String> known = new TreeSet<>();
    for (BidsFile file : files) {
      Map<String, String> row = new LinkedHashMap<>(walk.sidecars.of(file));
      row.putAll(file.columns());
      known.addAll(row.keySet());
      rows.put(file, pool.of(row));
      subjects.add(file.id().subject().toString());
    }
    known.remove(PARTICIPANT);
    columns.addAll(known);
    columns.add(PARTICIPANT);
    participants(subjects);
    if (files.stream().anyMatch(file -> file.id().entities().containsKey("sample"))) {
      samples(subjects);
    }
    if (files.stream().anyMatch(file -> file.id().session().isPresent())) {
      sessions(named("sessions.tsv"));
    }
    scans(named("scans.tsv"));
    return rows;
  }

  private List<Path> named(String name) {
    return walk.tables.stream()
        .filter(t -> BidsFile.name(t).equals(name) || BidsFile.name(t).endsWith("_" + name))
        .toList();
  }

  private void participants(Set<String> subjects) throws IOException {
    Path file = root.resolve("participants.tsv");
    if (Files.isRegularFile(file)) {
      Found found = new Found();
      found.read(file, List.of(PARTICIPANT), row -> subject(row, ""), subjects);
      found.sortColumns();
      join(found, image -> image.id().subject().toString(), Set.of(PARTICIPANT));
    }
  }

  private void samples(Set<String> subjects) throws IOException {
    Found found = new Found();
    for (Path file : named("samples.tsv")) {
      found.read(
          file,
          List.of(PARTICIPANT, "sample_id"),
          row -> subject(row, "") + "/" + prefixed("sample-", row.getOrDefault("sample_id", "")),
          subjects);
    }
    join(
        found,
        image ->
            image.id().subject()
                + "/"
                + prefixed("sample-", image.id().entities().getOrDefault("sample", "")),
        Set.of(PARTICIPANT));
  }

  private void sessions(List<Path> files) throws IOException {
    Found found = new Found();
    for (Path file : files) {
      String name = BidsFile.name(file);
      String subject = name.substring(0, Math.max(0, name.length() - "_sessions.tsv".length()));
      found.read(
          file,
          subject.isEmpty() ? List.of(PARTICIPANT, "session_id") : List.of("session_id"),
          row -> subject(row, subject) + "/" + prefixed("ses-", row.getOrDefault("session_id", "")),
          Set.of());
    }
    join(
        found,
        image ->
            image.id().subject()
                + "/"
                + image.id().session().map(session -> session.toString()).orElse(""),
        Set.of(PARTICIPANT, "session_id"));
  }

  private void scans(List<Path> files) throws IOException {
    Found found = new Found();
    for (Path file : files) {
      found.read(
          file,
          List.of("filename"),
          row -> {
            String path = row.getOrDefault("filename", "");
            return path.substring(path.lastIndexOf('/') + 1);
          },
          Set.of());
    }
    join(found, image -> BidsFile.name(image.path()), Set.of("filename"));
  }

  private static String subject(Map<String, String> row, String otherwise) {
    return prefixed("sub-", row.getOrDefault(PARTICIPANT, otherwise));
  }

  private static String prefixed(String prefix, String label) {
    return label.startsWith(prefix) ? label : prefix + label;
  }

  /** Tables of one kind read together. */
  private final class Found {
    final Set<String> columns = new LinkedHashSet<>();
    final Map<Path, Map<String, Map<String, String>>> byFolder = new HashMap<>();

    /** A table speaks of what lies in its folder and below; the closest one counts. */
    Map<String, String> about(BidsFile image, String key) {
      for (Path folder = image.path().getParent();
          folder != null && folder.startsWith(root);
          folder = folder.getParent()) {
        Map<String, String> row = byFolder.getOrDefault(folder, Map.of()).get(key);
        if (row != null) {
          return row;
        }
      }
      return Map.of();
    }

    /** As ivadomed has those of participants, and of nothing else. */
    void sortColumns() {
      List<String> sorted = columns.stream().sorted().toList();
      columns.clear();
      columns.addAll(sorted);
    }

    /**
     * @param subjects whose rows are kept, all if empty
     */
    void read(
        Path file,
        List<String> required,
        Function<Map<String, String>, String> key,
        Set<String> subjects)
        throws IOException {
      String path = root.relativize(file).toString();
      Table table;
      try {
        table =
            Table.read(
                file,
                row ->
                    row.keySet().containsAll(required)
                        && (subjects.isEmpty() || subjects.contains(subject(row, ""))));
      } catch (IOException e) {
        missing.add("A table that cannot be read, ignored", path + " (" + e.getMessage() + ")");
        return;
      }
      for (String column : required) {
        if (!table.columns().contains(column)) {
          missing.add("A table without the column " + column + ", ignored", path);
          return;
        }
      }
      columns.addAll(table.columns());
      Map<String, Map<String, String>> byKey =
          byFolder.computeIfAbsent(
              Optional.ofNullable(file.getParent()).orElse(root), any -> new HashMap<>());
      for (Map<String, String> row : table.rows()) {
        if (byKey.putIfAbsent(key.apply(row), row) != null) {
          missing.add(
              "A second row for the same thing in " + path + ", of which the first counts",
              key.apply(row));
        }
      }
    }
  }

  private void join(Found found, Function<BidsFile, String> key, Set<String> keyColumns) {
    List<String> joined = new ArrayList<>(found.columns);
    joined.removeAll(keyColumns);
    if (joined.isEmpty()) {
      return;
    }
    for (String column : joined) {
      int older = columns.indexOf(column);
      if (older >= 0) {
        columns.set(older, column + "_x");
      }
      columns.add(column);
    }
    for (Map.Entry<BidsFile, Map<String, String>> entry : rows.entrySet()) {
      Map<String, String> row = new LinkedHashMap<>(entry.getValue());
      Map<String, String> values = found.about(entry.getKey(), key.apply(entry.getKey()));
      for (String column : joined) {
        String older = row.remove(column);
        if (older != null) {
          row.put(column + "_x", older);
        }
        String value = values.get(column);
        if (value != null) {
          row.put(column, value);
        }
      }
      entry.setValue(pool.of(row));
    }
  }
}
