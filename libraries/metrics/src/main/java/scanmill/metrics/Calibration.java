package scanmill.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether probabilities are what they say: of all voxels with a probability near 0.7, about 70 %
 * should be true.
 *
 * <p>Fed scan by scan, keeps sums only. Not for several threads at a time.
 */
public final class Calibration {
  private final long[] voxels;
  private final double[] predicted;
  private final double[] truths;
  private double squares;

  /**
   * One point of the curve.
   *
   * @param voxels how many there are
   * @param predicted their mean probability
   * @param observed how much of them is true
   */
  public record Point(long voxels, double predicted, double observed) {}

  /**
   * @param bins of equal width from 0 to 1, at least 1
   */
  public Calibration(int bins) {
    if (bins < 1) {
      throw new IllegalArgumentException("At least one bin is required; found " + bins);
    }
    voxels = new long[bins];
    predicted = new double[bins];
    truths = new double[bins];
  }

  /**
   * @param prediction in [0, 1]
   * @param reference of as many, in [0, 1]
   */
  public void add(float[] prediction, float[] reference) {
    for (int v = 0; v < prediction.length; v++) {
      double p = prediction[v];
      int bin = (int) Math.max(0, Math.min(voxels.length - 1, p * voxels.length));
      voxels[bin]++;
      predicted[bin] += p;
      truths[bin] += reference[v];
      squares += (p - reference[v]) * (p - reference[v]);
    }
  }

  /** Bins without voxels are left out. */
  public List<Point> curve() {
    List<Point> curve = new ArrayList<>();
    for (int bin = 0; bin < voxels.length; bin++) {
      if (voxels[bin] > 0) {
        curve.add(new Point(voxels[bin], predicted[bin] / voxels[bin], truths[bin] / voxels[bin]));
      }
    }
    return curve;
  }

  /**
   * The mean over voxels of how far the curve is from the diagonal; NaN without voxels. Naeini et
   * al., AAAI 2015.
   */
  public double expectedError() {
    double sum = 0;
    for (Point point : curve()) {
      sum += point.voxels() * Math.abs(point.predicted() - point.observed());
    }
    return sum / count();
  }

  /** The largest distance of the curve from the diagonal; NaN without voxels. */
  public double largestError() {
    return curve().stream()
        .mapToDouble(point -> Math.abs(point.predicted() - point.observed()))
        .max()
        .orElse(Double.NaN);
  }

  /** The mean squared difference; NaN without voxels. Brier, Monthly Weather Review 78, 1950. */
  public double brier() {
    return squares / count();
  }

  private double count() {
    double count = 0;
    for (long each : voxels) {
      count += each;
    }
    return count == 0 ? Double.NaN : count;
  }
}
