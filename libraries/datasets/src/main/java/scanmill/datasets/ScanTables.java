package scanmill.datasets;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * What the tables of a BIDS folder say about its images: {@code participants.tsv}, {@code
 * samples.tsv}, {@code *_sessions.tsv} and {@code *_scans.tsv}, joined in this order. Where a
 * column is there already, the older one is renamed with {@code _x}, as ivadomed does.
 */
final class ScanTables {
  private final Path root;
  private final Map<BidsFile, Map<String, String>> rows = new LinkedHashMap<>();

  private ScanTables(Path root) {
    this.root = root;
  }

  /** Everything known about each image: its name, its sidecars, and the tables. */
  static Map<BidsFile, Map<String, String>> join(
      Path root, List<BidsFile> files, List<Path> tables, Sidecars sidecars) throws IOException {
    ScanTables joined = new ScanTables(root);
    Set<String> subjects = new LinkedHashSet<>();
    for (BidsFile file : files) {
      Map<String, String> row = new LinkedHashMap<>(sidecars.of(file));
      row.putAll(file.columns());
      joined.rows.put(file, row);
      subjects.add(file.id().subject().toString());
    }
    joined.participants(subjects);
    joined.samples(subjects);
    joined.sessions(tables.stream().filter(t -> endsWith(t, "_sessions.tsv")).toList());
    joined.scans(tables.stream().filter(t -> endsWith(t, "_scans.tsv")).toList());
    return joined.rows;
  }

  private static boolean endsWith(Path table, String ending) {
    return BidsFile.name(table).endsWith(ending);
  }

  private void participants(Set<String> subjects) throws IOException {
    Path file = root.resolve("participants.tsv");
    if (Files.isRegularFile(file)) {
      Table table = Table.read(file, row -> subjects.contains(subject(row)));
      join(
          table.columns(),
          byKey(table.rows(), ScanTables::subject),
          image -> image.id().subject().toString(),
          Set.of("participant_id"));
    }
  }

  private void samples(Set<String> subjects) throws IOException {
    Path file = root.resolve("samples.tsv");
    if (Files.isRegularFile(file)) {
      Table table = Table.read(file, row -> subjects.contains(subject(row)));
      join(
          table.columns(),
          byKey(
              table.rows(),
              row -> subject(row) + "/" + prefixed("sample-", row.getOrDefault("sample_id", ""))),
          image ->
              image.id().subject()
                  + "/"
                  + prefixed("sample-", image.id().entities().getOrDefault("sample", "")),
          Set.of("participant_id"));
    }
  }

  private void sessions(List<Path> files) throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    Map<String, Map<String, String>> bySession = new LinkedHashMap<>();
    for (Path file : files) {
      String name = BidsFile.name(file);
      String subject = name.substring(0, name.length() - "_sessions.tsv".length());
      Table table = Table.read(file, row -> row.containsKey("session_id"));
      columns.addAll(table.columns());
      bySession.putAll(
          byKey(
              table.rows(),
              row -> subject + "/" + prefixed("ses-", row.getOrDefault("session_id", ""))));
    }
    join(
        new ArrayList<>(columns),
        bySession,
        image ->
            image.id().subject()
                + "/"
                + image.id().session().map(session -> session.toString()).orElse(""),
        Set.of("session_id"));
  }

  private void scans(List<Path> files) throws IOException {
    Set<String> columns = new LinkedHashSet<>();
    Map<String, Map<String, String>> byName = new LinkedHashMap<>();
    for (Path file : files) {
      Table table = Table.read(file, row -> row.containsKey("filename"));
      columns.addAll(table.columns());
      byName.putAll(
          byKey(
              table.rows(),
              row -> {
                String path = row.getOrDefault("filename", "");
                return path.substring(path.lastIndexOf('/') + 1);
              }));
    }
    join(
        new ArrayList<>(columns), byName, image -> BidsFile.name(image.path()), Set.of("filename"));
  }

  private static String subject(Map<String, String> row) {
    return prefixed("sub-", row.getOrDefault("participant_id", ""));
  }

  private static String prefixed(String prefix, String label) {
    return label.startsWith(prefix) ? label : prefix + label;
  }

  private static Map<String, Map<String, String>> byKey(
      List<Map<String, String>> rows, Function<Map<String, String>, String> key) {
    Map<String, Map<String, String>> byKey = new LinkedHashMap<>();
    rows.forEach(row -> byKey.putIfAbsent(key.apply(row), row));
    return byKey;
  }

  private void join(
      List<String> columns,
      Map<String, Map<String, String>> table,
      Function<BidsFile, String> key,
      Set<String> keyColumns) {
    for (Map.Entry<BidsFile, Map<String, String>> entry : rows.entrySet()) {
      Map<String, String> row = entry.getValue();
      Map<String, String> found = table.getOrDefault(key.apply(entry.getKey()), Map.of());
      for (String column : columns) {
        if (keyColumns.contains(column)) {
          continue;
        }
        String older = row.remove(column);
        if (older != null) {
          row.put(column + "_x", older);
        }
        String value = found.get(column);
        if (value != null) {
          row.put(column, value);
        }
      }
    }
  }
}
