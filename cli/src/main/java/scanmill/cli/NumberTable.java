package scanmill.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import scanmill.problems.BadInputException;
import scanmill.problems.Problem;

/**
 * A CSV file of numbers, the first column of which may name the rows.
 *
 * @param names the first cell of each row
 * @param columns by their heading, NaN for what is no number
 */
record NumberTable(List<String> names, Map<String, List<Double>> columns) {
  private static final CSVFormat FORMAT =
      CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

  /**
   * Reads a table; one that is not there has no columns.
   *
   * @throws BadInputException ({@code table-unreadable}) if it is no table
   */
  static NumberTable read(Path file) {
    List<String> names = new ArrayList<>();
    Map<String, List<Double>> columns = new LinkedHashMap<>();
    if (!Files.exists(file)) {
      return new NumberTable(names, columns);
    }
    try (CSVParser rows = CSVParser.parse(file, StandardCharsets.UTF_8, FORMAT)) {
      rows.getHeaderNames().forEach(column -> columns.put(column, new ArrayList<>()));
      for (CSVRecord row : rows) {
        names.add(row.get(0));
        columns.forEach((column, numbers) -> numbers.add(number(row.get(column))));
      }
      return new NumberTable(names, columns);
    } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
      throw new BadInputException(
          new Problem(
              "table-unreadable",
              "Required a table of numbers with as many cells in each row as in its heading; found"
                  + " something else at "
                  + file
                  + ".",
              "Do not edit the tables that a run writes."),
          e);
    }
  }

  private static double number(String cell) {
    try {
      return cell.isBlank() ? Double.NaN : Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** The lowest number of a column that is known; NaN if there is none. */
  double lowest(String column) {
    return known(column).stream().mapToDouble(n -> n).min().orElse(Double.NaN);
  }

  /** The highest number of a column that is known; NaN if there is none. */
  double highest(String column) {
    return known(column).stream().mapToDouble(n -> n).max().orElse(Double.NaN);
  }

  private List<Double> known(String column) {
    return columns.getOrDefault(column, List.of()).stream().filter(Double::isFinite).toList();
  }

  /** Of each column that has numbers, mean and spread. */
  Map<String, Moments> moments() {
    Map<String, Moments> moments = new LinkedHashMap<>();
    columns.forEach(
        (column, numbers) -> {
          Moments of = Moments.of(numbers);
          if (of.count() > 0) {
            moments.put(column, of);
          }
        });
    return moments;
  }
}
