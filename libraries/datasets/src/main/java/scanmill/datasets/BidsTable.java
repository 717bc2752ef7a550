package scanmill.datasets;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All files that are used, a row each, with what is known about them: what ivadomed writes as
 * {@code bids_dataframe.csv}. Derivatives have nothing but their name.
 *
 * @param columns {@code filename} first; none without any value
 */
public record BidsTable(List<String> columns, List<Row> rows) {

  /**
   * One file.
   *
   * @param values column to value; absent where not known
   */
  public record Row(Path path, Map<String, String> values) {

    static Row derivative(Path path) {
      return new Row(path, Map.of("filename", BidsFile.name(path)));
    }
  }

  public BidsTable {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * @param known columns in their order; those that no row has are left out
   */
  static BidsTable of(Collection<String> known, List<Row> rows) {
    Set<String> there = new HashSet<>();
    rows.forEach(row -> there.addAll(row.values().keySet()));
    Set<String> columns = new LinkedHashSet<>(List.of("filename"));
    known.stream().filter(there::contains).forEach(columns::add);
    return new BidsTable(new ArrayList<>(columns), rows);
  }

  /** Comma-separated, the path before the other columns; lines end in a line feed. */
  public String csv() {
    StringBuilder csv = new StringBuilder();
    try {
      write(csv);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return csv.toString();
  }

  /** Writes {@link #csv} without holding it. */
  public void write(Appendable out) throws IOException {
    out.append("path");
    for (String column : columns) {
      out.append(',').append(cell(column));
    }
    out.append('\n');
    for (Row row : rows) {
      out.append(cell(row.path().toString()));
      for (String column : columns) {
        out.append(',').append(cell(row.values().getOrDefault(column, "")));
      }
      out.append('\n');
    }
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : "\"" + text.replace("\"", "\"\"") + "\"";
  }
}
