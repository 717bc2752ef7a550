package scanmill.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;
import scanmill.reports.Subgroups;

/**
 * A {@code participants.tsv}.
 *
 * @param columns by their heading; of each the cell of each participant, those without left out
 */
record Participants(Map<String, Map<String, String>> columns) {
  private static final CSVFormat FORMAT =
      CSVFormat.TDF.builder().setHeader().setSkipHeaderRecord(true).get();
  private static final Set<String> UNKNOWN = Set.of("", "n/a", "na", "nan");
  private static final int MOST_GROUPS = 6;

  /**
   * @throws BadInputException {@code participants-unreadable} if it is no such table
   */
  static Participants read(Path file) {
    Map<String, Map<String, String>> columns = new LinkedHashMap<>();
    try (CSVParser rows = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
      rows.getHeaderNames().forEach(name -> columns.put(name, new LinkedHashMap<>()));
      for (CSVRecord row : rows) {
        for (String column : rows.getHeaderNames()) {
          String cell = row.isSet(column) ? row.get(column).strip() : "";
          if (!UNKNOWN.contains(cell.toLowerCase(Locale.ROOT))) {
            columns.getOrDefault(column, Map.of()).put(row.get(0), cell);
          }
        }
      }
      return new Participants(columns);
    } catch (IOException | IllegalArgumentException | IllegalStateException e) {
      throw new BadInputException(
          new Problem(
              "participants-unreadable",
              "Required a table with tabs, participants in the first column; found none at "
                  + file
                  + ".",
              "Check --participants."),
          e);
    }
  }

  /**
   * The scans apart by a column; a column of more than six numbers is parted at its median.
   *
   * @param imageIds of the scans, by which their participant is known
   * @throws BadInputException {@code participants-column} if there is no such column
   */
  Subgroups by(String column, List<String> imageIds) {
    if (!columns.containsKey(column)) {
      throw BadInputException.of(
          "participants-column",
          "Required a column of the participants; found \"" + column + "\" to be none.",
          "Give one of " + String.join(", ", columns.keySet()) + " with --by.");
    }
    Map<String, String> cells = columns.getOrDefault(column, Map.of());
    Map<String, String> groups = new HashMap<>();
    for (String id : imageIds) {
      String cell = cells.get(new FileStem(id).subject());
      if (cell != null) {
        groups.put(id, cell);
      }
    }
    Set<String> values = new TreeSet<>(groups.values());
    if (values.size() > MOST_GROUPS && values.stream().allMatch(Participants::isNumber)) {
      part(groups);
    }
    return new Subgroups(column, groups);
  }

  private static boolean isNumber(String cell) {
    return cell.matches("[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?");
  }

  private static void part(Map<String, String> groups) {
    double[] sorted = groups.values().stream().mapToDouble(Double::parseDouble).sorted().toArray();
    double middle = sorted[(sorted.length - 1) / 2];
    String at =
        middle == Math.rint(middle) ? Long.toString((long) middle) : Double.toString(middle);
    groups.replaceAll(
        (id, cell) -> (Double.parseDouble(cell) <= middle ? "at most " : "more than ") + at);
  }
}
