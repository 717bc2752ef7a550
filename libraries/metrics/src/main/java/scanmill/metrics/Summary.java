package scanmill.metrics;

import java.util.Arrays;

/**
 * One score of several scans, those left out for which it does not exist.
 *
 * @param column as in the table: {@code dice_class0}
 * @param unit of the numbers
 * @param count how many scans it exists for
 * @param mean NaN without scans, as all that follow
 * @param std of the scans, n - 1 in the denominator; NaN for one
 * @param median half of the scans are below
 * @param interval of the mean
 */
public record Summary(
    String column,
    Unit unit,
    int count,
    double mean,
    double std,
    double median,
    Interval interval) {

  static Summary of(String column, Unit unit, double[] scores, Bootstrap bootstrap) {
    double[] values = Arrays.stream(scores).filter(score -> !Double.isNaN(score)).toArray();
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return new Summary(
        column,
        unit,
        values.length,
        mean,
        values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)),
        sorted.length == 0 ? Double.NaN : Ranks.quantile(sorted, 0.5),
        bootstrap.ofMean(values));
  }
}
