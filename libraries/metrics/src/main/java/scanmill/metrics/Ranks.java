package scanmill.metrics;

/** Values by their place in an ascending order. */
final class Ranks {
  private Ranks() {}

  /** Interpolated linearly between neighbours. */
  static double quantile(double[] sorted, double part) {
    double rank = part * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
  }
}
