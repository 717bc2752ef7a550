package scanmill.metrics;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Evaluations as ivadomed's {@code evaluation_3Dmetrics.csv}: one row per prediction, columns such
 * as {@code dice_class0}.
 */
public record EvaluationTable(List<Evaluation> rows) {

  public EvaluationTable {
    rows = List.copyOf(rows);
  }

  /**
   * The table as text: {@code image_id} and the columns of all rows in the order in which they
   * first appear, lines ended by a line feed, fields quoted where RFC 4180 asks for it. What does
   * not exist is an empty field.
   */
  public String csv() {
    Set<String> columns = new LinkedHashSet<>();
    for (Evaluation row : rows) {
      row.scores().forEach(score -> columns.add(score.column()));
    }
    StringBuilder csv = new StringBuilder("image_id");
    columns.forEach(column -> csv.append(',').append(quoted(column)));
    csv.append('\n');
    for (Evaluation row : rows) {
      Map<String, Double> values = new LinkedHashMap<>();
      row.scores().forEach(score -> values.put(score.column(), score.value()));
      csv.append(quoted(row.imageId()))
          .append(',')
          .append(
              columns.stream()
                  .map(column -> text(values.getOrDefault(column, Double.NaN)))
                  .collect(Collectors.joining(",")))
          .append('\n');
    }
    return csv.toString();
  }

  private static String text(double value) {
    return Double.isNaN(value) ? "" : Double.toString(value);
  }

  private static String quoted(String field) {
    boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? field : '"' + field.replace("\"", "\"\"") + '"';
  }
}
