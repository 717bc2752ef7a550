package scanmill.datasets;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A tab-separated table of BIDS, first line its column names.
 *
 * @param rows column to value; a value that is missing or {@code n/a} is left out
 */
record Table(List<String> columns, List<Map<String, String>> rows) {

  private static final long MOST_BYTES = 256L << 20;

  /** What pandas takes for no value. */
  private static final Set<String> NOTHING =
      Set.of(
          "",
          "#N/A",
          "#N/A N/A",
          "#NA",
          "-1.#IND",
          "-1.#QNAN",
          "-NaN",
          "-nan",
          "1.#IND",
          "1.#QNAN",
          "<NA>",
          "N/A",
          "NA",
          "NULL",
          "NaN",
          "None",
          "n/a",
          "nan",
          "null");

  /** Whether a text stands for no value. */
  static boolean isNothing(String value) {
    return NOTHING.contains(value);
  }

  /**
   * Reads the rows that are wanted; bytes that are no UTF-8 become question marks.
   *
   * @throws IOException also if the file is larger than a table can be
   */
  static Table read(Path file, Predicate<Map<String, String>> wanted) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new IOException("larger than " + MOST_BYTES + " bytes");
    }
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(Files.newInputStream(file), StandardCharsets.UTF_8))) {
      String header = in.readLine();
      if (header == null) {
        return new Table(List.of(), List.of());
      }
      List<String> columns = cells(header.startsWith("\uFEFF") ? header.substring(1) : header);
      List<Map<String, String>> rows = new ArrayList<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Map<String, String> row = row(columns, cells(line));
        if (!row.isEmpty() && wanted.test(row)) {
          rows.add(row);
        }
      }
      return new Table(columns, rows);
    }
  }

  private static Map<String, String> row(List<String> columns, List<String> cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int c = 0; c < Math.min(columns.size(), cells.size()); c++) {
      if (!isNothing(cells.get(c))) {
        row.put(columns.get(c), cells.get(c));
      }
    }
    return row;
  }

  private static List<String> cells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.split("\t", -1)) {
      String text = cell.strip();
      boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
      cells.add(quoted ? text.substring(1, text.length() - 1).replace("\"\"", "\"") : text);
    }
    return cells;
  }
}
