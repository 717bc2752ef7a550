package scanmill.datasets;

import java.util.Arrays;

/**
 * How densely numbers lie, by a Gaussian about each of them (Parzen, "On estimation of a
 * probability density function and mode", 1962). Numbers and results as of scikit-learn's {@code
 * KernelDensity}.
 */
final class KernelDensity {
  private static final int FOLDS = 5;
  private static final int BANDWIDTHS = 50;

  private final double[] values;
  private final double[] weights;
  private final double bandwidth;

  /**
   * @param weights how often each value is there
   */
  private KernelDensity(double[] values, double[] weights, double bandwidth) {
    this.values = values;
    this.weights = weights;
    this.bandwidth = bandwidth;
  }

  /** With the bandwidth under which left-out fifths of the values are most likely. */
  static KernelDensity fit(double[] values) {
    double best = Double.NEGATIVE_INFINITY;
    double[] bandwidths = logarithmic(-4, 1, BANDWIDTHS);
    double bandwidth = bandwidths[0];
    for (double candidate : bandwidths) {
      double score = score(values, candidate);
      if (score > best) {
        best = score;
        bandwidth = candidate;
      }
    }
    return of(values, bandwidth);
  }

  static KernelDensity of(double[] values, double bandwidth) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double[] distinct = new double[sorted.length];
    double[] weights = new double[sorted.length];
    int count = 0;
    for (double value : sorted) {
      if (count == 0 || distinct[count - 1] != value) {
        distinct[count++] = value;
      }
      weights[count - 1]++;
    }
    return new KernelDensity(
        Arrays.copyOf(distinct, count), Arrays.copyOf(weights, count), bandwidth);
  }

  double bandwidth() {
    return bandwidth;
  }

  /** The natural logarithm of the density at a point. */
  double logDensity(double at) {
    double most = Double.NEGATIVE_INFINITY;
    double all = 0;
    for (int n = 0; n < values.length; n++) {
      most = Math.max(most, exponent(at, n));
      all += weights[n];
    }
    double sum = 0;
    for (int n = 0; n < values.length; n++) {
      sum += weights[n] * Math.exp(exponent(at, n) - most);
    }
    return most + Math.log(sum / all) - Math.log(bandwidth * Math.sqrt(2 * Math.PI));
  }

  private double exponent(double at, int n) {
    double away = (at - values[n]) / bandwidth;
    return -0.5 * away * away;
  }

  /**
   * The mean over five runs of neighbouring values, or as many as there are, of the logarithm of
   * how likely they are by the others.
   */
  static double score(double[] values, double bandwidth) {
    int folds = Math.min(FOLDS, values.length);
    double mean = 0;
    int from = 0;
    for (int fold = 0; fold < folds; fold++) {
      int size = values.length / folds + (fold < values.length % folds ? 1 : 0);
      double[] others = new double[values.length - size];
      System.arraycopy(values, 0, others, 0, from);
      System.arraycopy(values, from + size, others, from, others.length - from);
      KernelDensity density = of(others, bandwidth);
      for (int n = from; n < from + size; n++) {
        mean += density.logDensity(values[n]) / folds;
      }
      from += size;
    }
    return mean;
  }

  /** {@code count} numbers from 10 to the power of {@code from} to that of {@code to}. */
  static double[] logarithmic(double from, double to, int count) {
    double[] numbers = linear(from, to, count);
    for (int n = 0; n < count; n++) {
      numbers[n] = Math.pow(10, numbers[n]);
    }
    return numbers;
  }

  /** {@code count} numbers in equal steps. */
  static double[] linear(double from, double to, int count) {
    double[] numbers = new double[count];
    for (int n = 0; n < count; n++) {
      numbers[n] = from + n * ((to - from) / (count - 1));
    }
    return numbers;
  }
}
