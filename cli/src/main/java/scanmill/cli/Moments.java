package scanmill.cli;

import java.util.Collection;

/**
 * Mean and spread of some numbers.
 *
 * @param count of numbers that are known
 * @param mean NaN of none
 * @param deviation of the sample (n - 1); NaN of fewer than two
 */
record Moments(int count, double mean, double deviation) {
  static final Moments NONE = new Moments(0, Double.NaN, Double.NaN);

  /** NaN is left out. */
  static Moments of(Collection<Double> numbers) {
    double[] known = numbers.stream().mapToDouble(n -> n).filter(Double::isFinite).toArray();
    double sum = 0;
    for (double number : known) {
      sum += number;
    }
    double mean = sum / known.length;
    double squares = 0;
    for (double number : known) {
      squares += (number - mean) * (number - mean);
    }
    return known.length == 0
        ? NONE
        : new Moments(
            known.length,
            mean,
            known.length < 2 ? Double.NaN : Math.sqrt(squares / (known.length - 1)));
  }
}
