package scanmill.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the runs of a sweep came to, in the tables that ivadomed's users know. */
final class SweepResults {
  private static final List<String> BEST =
      List.of("best_training_loss", "best_validation_dice", "best_validation_loss", "test_dice");

  private final Path folder;
  private final List<Result> results = new ArrayList<>();

  private record Result(String name, Map<String, Double> best, Map<String, Moments> evaluation) {}

  SweepResults(Path folder) {
    this.folder = folder;
  }

  /**
   * Takes in a run that brought a model.
   *
   * @param outputs its files, {@code training_curve.csv} and {@code
   *     results_eval/evaluation_3Dmetrics.csv} among them
   * @param scores means over the test scans
   */
  void add(String name, Path outputs, JsonNode scores) {
    Map<String, Double> best = new LinkedHashMap<>();
    NumberTable curve = NumberTable.read(outputs.resolve("training_curve.csv"));
    best.put("best_training_loss", curve.lowest("training_loss"));
    best.put("best_validation_dice", curve.highest("validation_dice"));
    best.put("best_validation_loss", curve.lowest("validation_loss"));
    best.put("test_dice", scores.path("dice_score").asDouble(Double.NaN));
    NumberTable evaluation =
        NumberTable.read(outputs.resolve("results_eval").resolve("evaluation_3Dmetrics.csv"));
    results.add(new Result(name, best, evaluation.moments()));
  }

  /** Best first. */
  private List<Result> sorted() {
    return results.stream()
        .sorted(
            Comparator.comparingDouble(
                result -> result.best().getOrDefault("best_validation_loss", Double.NaN)))
        .toList();
  }

  void write() {
    try {
      Files.createDirectories(folder);
      Files.writeString(folder.resolve("temporary_results.csv"), best(results));
      Files.writeString(folder.resolve("detailed_results.csv"), best(sorted()));
      Files.writeString(folder.resolve("average_eval.csv"), averages());
    } catch (IOException e) {
      throw new UncheckedIOException("The tables could not be written to " + folder, e);
    }
  }

  private static String best(List<Result> rows) {
    StringBuilder csv = new StringBuilder("path_output," + String.join(",", BEST) + "\n");
    for (Result row : rows) {
      csv.append(row.name());
      BEST.forEach(column -> csv.append(',').append(Spell.csv(value(row, column))));
      csv.append('\n');
    }
    return csv.toString();
  }

  private static double value(Result row, String column) {
    return row.best().getOrDefault(column, Double.NaN);
  }

  private String averages() {
    Set<String> columns = new LinkedHashSet<>();
    results.forEach(result -> columns.addAll(result.evaluation().keySet()));
    StringBuilder csv = new StringBuilder("path_output");
    columns.forEach(
        column -> csv.append(',').append(column).append("_mean,").append(column).append("_std"));
    csv.append('\n');
    for (Result row : results) {
      csv.append(row.name());
      for (String column : columns) {
        Moments moments = row.evaluation().getOrDefault(column, Moments.NONE);
        csv.append(',').append(Spell.csv(moments.mean()));
        csv.append(',').append(Spell.csv(moments.deviation()));
      }
      csv.append('\n');
    }
    return csv.toString();
  }

  /** For a person to look at, best first. */
  Table table() {
    Table table = new Table("run", "validation loss", "validation Dice", "test Dice");
    for (Result row : sorted()) {
      table.row(
          row.name(),
          Spell.score(value(row, "best_validation_loss")),
          Spell.score(value(row, "best_validation_dice")),
          Spell.score(value(row, "test_dice")));
    }
    return table;
  }
}
