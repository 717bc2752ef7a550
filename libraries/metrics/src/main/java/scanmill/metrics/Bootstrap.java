package scanmill.metrics;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How far a mean might be from that of other scans like these: the means of many drawings of as
 * many scans with replacement, of which the extreme ones are cut off on both sides. Efron,
 * "Bootstrap methods", Annals of Statistics 7, 1979. An equal seed gives an equal interval.
 *
 * @param drawings at least 100
 * @param confidence the part of the drawings that is kept, above 0 and below 1
 * @param seed decides what is drawn
 */
public record Bootstrap(int drawings, double confidence, long seed) {
  /** 2,000 drawings, 95 %. */
  public static final Bootstrap DEFAULT = new Bootstrap(2000, 0.95, 0);

  public Bootstrap {
    if (drawings < 100 || !(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException(
          "A bootstrap needs 100 drawings and a confidence between 0 and 1; found "
              + drawings
              + " and "
              + confidence);
    }
  }

  /** The interval of the mean; NaN without values, and a point for one. */
  public Interval ofMean(double... values) {
    if (values.length == 0) {
      return new Interval(Double.NaN, Double.NaN);
    }
    SplittableRandom random = new SplittableRandom(seed);
    double[] means = new double[drawings];
    for (int d = 0; d < drawings; d++) {
      double sum = 0;
      for (int n = 0; n < values.length; n++) {
        sum += values[random.nextInt(values.length)];
      }
      means[d] = sum / values.length;
    }
    Arrays.sort(means);
    double tail = (1 - confidence) / 2;
    return new Interval(Ranks.quantile(means, tail), Ranks.quantile(means, 1 - tail));
  }
}
