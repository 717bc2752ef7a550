package scanmill.metrics;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * What a class would score if its probabilities were cut at each of several thresholds.
 *
 * <p>Fed scan by scan; keeps nothing of a scan but a few sums, whatever its size and however many
 * thresholds there are. Not for several threads at a time.
 */
public final class ThresholdCurve {
  private static final float HARD = 0.5f;

  private final float[] thresholds;
  private final double[] diceSums;
  private final int[] diceScans;
  private final long[] positive; // true voxels by how many thresholds they reach
  private final long[] negative;

  /**
   * At {@code step}, 2 {@code step} and so on, below 1.
   *
   * @param step above 0 and below 1
   */
  public ThresholdCurve(double step) {
    if (!(step > 0 && step < 1)) {
      throw new IllegalArgumentException("Thresholds are apart by 0 to 1; found " + step);
    }
    int count = (int) Math.ceil(1 / step - 1 - 1e-9);
    thresholds = new float[count];
    for (int n = 0; n < count; n++) {
      thresholds[n] = (float) ((n + 1) * step);
    }
    diceSums = new double[count];
    diceScans = new int[count];
    positive = new long[count + 1];
    negative = new long[count + 1];
  }

  /**
   * Adds one scan, or one sample of a classifier.
   *
   * @param prediction probabilities
   * @param reference of as many; at least 0.5 is true
   */
  public void add(float[] prediction, float[] reference) {
    if (prediction.length != reference.length) {
      throw new IllegalArgumentException(
          "As many references as predictions are required; found "
              + reference.length
              + " and "
              + prediction.length);
    }
    long[] right = new long[positive.length];
    long[] wrong = new long[positive.length];
    for (int v = 0; v < prediction.length; v++) {
      (reference[v] >= HARD ? right : wrong)[reached(prediction[v])]++;
    }
    long all = Arrays.stream(right).sum();
    long truePositive = 0;
    long falsePositive = 0;
    for (int n = thresholds.length - 1; n >= 0; n--) {
      truePositive += right[n + 1];
      falsePositive += wrong[n + 1];
      if (truePositive + falsePositive + all > 0) {
        diceSums[n] += 2.0 * truePositive / (truePositive + falsePositive + all);
        diceScans[n]++;
      }
    }
    for (int n = 0; n < positive.length; n++) {
      positive[n] += right[n];
      negative[n] += wrong[n];
    }
  }

  /** How many thresholds are at most a probability. */
  private int reached(float probability) {
    int place = Arrays.binarySearch(thresholds, probability);
    return place >= 0 ? place + 1 : -place - 1;
  }

  /** The thresholds, ascending. */
  public double[] thresholds() {
    double[] copy = new double[thresholds.length];
    Arrays.setAll(copy, n -> Double.parseDouble(Float.toString(thresholds[n])));
    return copy;
  }

  /** The mean over scans of Dice at each threshold; NaN where no scan has any. */
  public double[] meanDice() {
    return each(n -> diceScans[n] == 0 ? Double.NaN : diceSums[n] / diceScans[n]);
  }

  /** How much of what is true reaches each threshold, over all scans; NaN if nothing is true. */
  public double[] truePositiveRate() {
    return rate(positive);
  }

  /** How much of what is not true reaches each threshold, over all scans. */
  public double[] falsePositiveRate() {
    return rate(negative);
  }

  private double[] rate(long[] counts) {
    double all = Arrays.stream(counts).sum();
    return each(
        n -> all == 0 ? Double.NaN : Arrays.stream(counts, n + 1, counts.length).sum() / all);
  }

  private double[] each(IntToDoubleFunction value) {
    double[] values = new double[thresholds.length];
    Arrays.setAll(values, value);
    return values;
  }

  /** The threshold of the largest mean Dice; of equals the highest; NaN if there is none. */
  public double bestByDice() {
    return best(meanDice());
  }

  /**
   * The threshold with the largest difference of both rates, the point of the ROC farthest from
   * chance; of equals the highest; NaN if there is none. Youden, Cancer 3, 1950.
   */
  public double bestByRates() {
    double[] right = truePositiveRate();
    double[] wrong = falsePositiveRate();
    return best(each(n -> right[n] - wrong[n]));
  }

  private double best(double[] values) {
    double best = Double.NEGATIVE_INFINITY;
    double threshold = Double.NaN;
    for (int n = 0; n < values.length; n++) {
      if (values[n] >= best) {
        best = values[n];
        threshold = thresholds()[n];
      }
    }
    return threshold;
  }
}
