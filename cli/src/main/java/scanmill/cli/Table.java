package scanmill.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under a heading, as wide as their text; columns that hold only numbers lean right. */
final class Table {
  private final List<String> heading;
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heading) {
    this.heading = List.of(heading);
  }

  /**
   * @throws IllegalArgumentException unless there is one cell for each heading
   */
  Table row(String... cells) {
    if (cells.length != heading.size()) {
      throw new IllegalArgumentException(
          "Required " + heading.size() + " cells; found " + cells.length);
    }
    rows.add(List.copyOf(Arrays.asList(cells)));
    return this;
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  @Override
  public String toString() {
    int columns = heading.size();
    int[] widths = new int[columns];
    boolean[] numeric = new boolean[columns];
    for (int c = 0; c < columns; c++) {
      int column = c;
      widths[c] = heading.get(c).length();
      numeric[c] = rows.stream().map(row -> row.get(column)).allMatch(Table::isNumber);
      for (List<String> row : rows) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    StringBuilder text = new StringBuilder();
    append(text, heading, widths, numeric);
    append(text, Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths, numeric);
    rows.forEach(row -> append(text, row, widths, numeric));
    return text.toString();
  }

  private static void append(
      StringBuilder text, List<String> cells, int[] widths, boolean[] numeric) {
    StringBuilder line = new StringBuilder();
    for (int c = 0; c < cells.size(); c++) {
      String padding = " ".repeat(widths[c] - cells.get(c).length());
      line.append(c == 0 ? "  " : "   ");
      line.append(numeric[c] ? padding + cells.get(c) : cells.get(c) + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private static boolean isNumber(String cell) {
    return cell.isEmpty()
        || cell.equals("-")
        || cell.matches("[-+]?[0-9][0-9,.]*([eE][-+]?[0-9]+)?( [mu]m3?)?");
  }
}
