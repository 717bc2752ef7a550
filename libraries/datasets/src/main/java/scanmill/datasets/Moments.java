package scanmill.datasets;

/**
 * How many values there are, their mean, and the sum of their squared distances from it; those of
 * two sets can be added (Chan, Golub and LeVeque 1983).
 *
 * @param m2 sum of squared distances from the mean
 */
public record Moments(long count, double mean, double m2) {
  public static final Moments NONE = new Moments(0, 0, 0);

  static Moments of(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    double mean = values.length == 0 ? 0 : sum / values.length;
    double m2 = 0;
    for (float value : values) {
      m2 += (value - mean) * (value - mean);
    }
    return new Moments(values.length, mean, m2);
  }

  /** Those of both sets together. */
  public Moments plus(Moments other) {
    long both = count + other.count;
    if (both == 0) {
      return NONE;
    }
    double apart = other.mean - mean;
    double share = (double) other.count / both;
    return new Moments(both, mean + apart * share, m2 + other.m2 + apart * apart * count * share);
  }

  /** Population standard deviation; 0 of no values. */
  public double deviation() {
    return count == 0 ? 0 : Math.sqrt(m2 / count);
  }
}
