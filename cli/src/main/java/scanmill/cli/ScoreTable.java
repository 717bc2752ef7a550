package scanmill.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import scanmill.metrics.Metric;
import scanmill.metrics.Metrics;
import scanmill.metrics.Unit;

/**
 * Scores of many scans as people read them: those that are looked at first, lengths and volumes in
 * a unit that suits them.
 *
 * @param scores means by the names of metrics, and for each class by the columns of tables, {@code
 *     dice_class0}
 */
record ScoreTable(Map<String, Double> scores) {
  private static final Pattern OF_CLASS = Pattern.compile("(.+)_class([0-9]{1,3})");

  /** What is looked at first; the others follow in the order of tables. */
  private static final List<String> FIRST =
      List.of(
          "dice_score",
          "recall_score",
          "precision_score",
          "hd95",
          "assd",
          "nsd",
          "ltpr",
          "lfdr",
          "panoptic_quality");

  /** One score: of all classes together, and of each by itself where there are several. */
  private record Row(
      String name, Unit unit, Optional<Double> all, SortedMap<Integer, Double> each) {
    double mean() {
      return all.orElseGet(() -> finite(each.values().stream()).average().orElse(Double.NaN));
    }

    /** The largest magnitude. */
    double largest() {
      return finite(Stream.concat(Stream.of(mean()), each.values().stream())).max().orElse(0);
    }

    private static DoubleStream finite(Stream<Double> values) {
      return values.mapToDouble(v -> v).filter(Double::isFinite).map(Math::abs);
    }

    boolean isFirst() {
      return FIRST.contains(name);
    }
  }

  ScoreTable {
    scores = Map.copyOf(scores);
  }

  /**
   * The table.
   *
   * @param all not only those that are looked at first
   */
  Table table(boolean all) {
    List<Row> rows = rows();
    boolean everything = all || rows.stream().noneMatch(Row::isFirst);
    int classes = rows.stream().mapToInt(row -> row.each().size()).max().orElse(0);
    List<String> heading = new ArrayList<>(List.of("score", "unit", "mean"));
    for (int c = 0; c < classes && classes > 1; c++) {
      heading.add("class " + c);
    }
    Table table = new Table(heading.toArray(String[]::new));
    for (Row row : rows) {
      if (everything || row.isFirst()) {
        Spell.Scale scale = Spell.Scale.of(row.unit(), row.largest());
        List<String> cells = new ArrayList<>(List.of(row.name(), scale.symbol()));
        cells.add(scale.spell(row.mean()));
        for (int c = 0; c < heading.size() - 3; c++) {
          cells.add(scale.spell(row.each().getOrDefault(c, Double.NaN)));
        }
        table.row(cells.toArray(String[]::new));
      }
    }
    return table;
  }

  /** Prints the table, and how to see the rest of it. */
  void print(Surroundings around, boolean all) {
    if (scores.isEmpty()) {
      return;
    }
    around.out().print(table(all));
    if (!all && further() > 0) {
      around.out().println("  and " + further() + " more with --all-scores");
    }
    around.out().println();
  }

  /** How many scores {@link #table} leaves out unless all are wanted. */
  long further() {
    List<Row> rows = rows();
    long first = rows.stream().filter(Row::isFirst).count();
    return first == 0 ? 0 : rows.size() - first;
  }

  private List<Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    new TreeMap<>(scores)
        .forEach(
            (score, value) -> {
              Matcher ofClass = OF_CLASS.matcher(score);
              boolean one = ofClass.matches();
              String base = one ? ofClass.group(1) : score;
              Optional<Metric> metric = metric(base);
              String name = metric.map(Metric::name).orElse(base);
              Row row =
                  rows.computeIfAbsent(
                      name,
                      n ->
                          new Row(
                              n,
                              metric.map(Metric::unit).orElse(Unit.ONE),
                              Optional.ofNullable(scores.get(n)),
                              new TreeMap<>()));
              if (one) {
                row.each().put(Integer.parseInt(ofClass.group(2)), value);
              }
            });
    return rows.values().stream().sorted(Comparator.comparingInt(ScoreTable::place)).toList();
  }

  private static Optional<Metric> metric(String nameOrColumn) {
    return Metrics.ALL.stream()
        .filter(m -> m.name().equals(nameOrColumn) || m.column().equals(nameOrColumn))
        .findFirst();
  }

  private static int place(Row row) {
    int place = FIRST.indexOf(row.name());
    if (place >= 0) {
      return place;
    }
    int column = Metrics.ALL.stream().map(Metric::name).toList().indexOf(row.name());
    return FIRST.size() + (column >= 0 ? column : Metrics.ALL.size());
  }
}
