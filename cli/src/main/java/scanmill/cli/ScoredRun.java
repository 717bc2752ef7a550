package scanmill.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.statistics.inference.TTest;

/**
 * A run and how well it did on each test scan.
 *
 * @param scores by the name of the scan; only what is known
 */
record ScoredRun(String name, Map<String, Double> scores) {

  static ScoredRun of(String name, NumberTable table, String column) {
    List<Double> numbers = table.columns().getOrDefault(column, List.of());
    Map<String, Double> scores = new LinkedHashMap<>();
    for (int row = 0; row < numbers.size(); row++) {
      if (Double.isFinite(numbers.get(row))) {
        scores.put(table.names().get(row), numbers.get(row));
      }
    }
    return new ScoredRun(name, scores);
  }

  Moments moments() {
    return Moments.of(scores.values());
  }

  /**
   * How likely a difference of the means at least as large is if there is none: two-sided p-value
   * of the paired t-test over the scans that both have, or of Welch's if they share fewer than two.
   *
   * @return NaN if there are too few scans to tell
   */
  double chance(ScoredRun other) {
    List<Double> own = new ArrayList<>();
    List<Double> theirs = new ArrayList<>();
    scores.forEach(
        (scan, score) -> {
          Double match = other.scores.get(scan);
          if (match != null) {
            own.add(score);
            theirs.add(match);
          }
        });
    if (own.size() >= 2) {
      return TTest.withDefaults().pairedTest(array(own), array(theirs)).getPValue();
    }
    if (scores.size() < 2 || other.scores.size() < 2) {
      return Double.NaN;
    }
    return TTest.withDefaults()
        .test(array(List.copyOf(scores.values())), array(List.copyOf(other.scores.values())))
        .getPValue();
  }

  private static double[] array(List<Double> numbers) {
    return numbers.stream().mapToDouble(n -> n).toArray();
  }
}
