package scanmill.reports;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Collections;
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

/**
 * A {@code participants.tsv}.
 *
 * @param columns by their heading; of each the cell of each participant, those without left out
 */
public record Participants(Map<String, Map<String, String>> columns) {
  private static final CSVFormat FORMAT =
      CSVFormat.TDF.builder().setHeader().setSkipHeaderRecord(true).get();
  private static final Set<String> UNKNOWN = Set.of("", "n/a", "na", "nan");
  private static final int MOST_GROUPS = 6;

  public Participants {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
  }

  /**
   * Reads a table.
   *
   * @param where it lies, for complaints
   * @throws BadInputException {@code participants-unreadable} if it is no such table
   */
  public static Participants read(Reader text, String where) {
    Map<String, Map<String, String>> columns = new LinkedHashMap<>();
    try (CSVParser rows = CSVParser.parse(text, FORMAT)) {
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
    } catch (IOException
        | UncheckedIOException
        | IllegalArgumentException
        | IllegalStateException e) {
      throw new BadInputException(
          new Problem(
              "participants-unreadable",
              "Required a table with tabs, participants in the first column; found none at "
                  + where
                  + ".",
              "See that it is the participants.tsv of a BIDS dataset."),
          e);
    }
  }

  /**
   * The scans apart by a column; a column of more than six numbers is parted at its median.
   *
   * @param scans the participant of each, {@code sub-01}, by the {@code imageId} of the scan
   * @throws BadInputException {@code participants-column} if there is no such column
   */
  public Subgroups by(String column, Map<String, String> scans) {
    if (!columns.containsKey(column)) {
      throw BadInputException.of(
          "participants-column",
          "Required a column of the participants; found \"" + column + "\" to be none.",
          "Give one of " + String.join(", ", columns.keySet()) + ".");
    }
    Map<String, String> cells = columns.getOrDefault(column, Map.of());
    Map<String, String> groups = new HashMap<>();
    scans.forEach(
        (id, participant) -> {
          String cell = cells.get(participant);
          if (cell != null) {
            groups.put(id, cell);
          }
        });
    Set<String> values = new TreeSet<>(groups.values());
    if (values.size() > MOST_GROUPS && values.stream().allMatch(Participants::isNumber)) {
      part(groups);
    }
    return new Subgroups(column, groups);
  }

  /** The scans apart by every column that parts them into two to six groups of two on average. */
  public List<Subgroups> apart(Map<String, String> scans) {
    return columns.keySet().stream()
        .skip(1)
        .map(column -> by(column, scans))
        .filter(
            groups -> {
              int count = Set.copyOf(groups.groups().values()).size();
              return count > 1 && count <= MOST_GROUPS && 2 * count <= groups.groups().size();
            })
        .toList();
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
