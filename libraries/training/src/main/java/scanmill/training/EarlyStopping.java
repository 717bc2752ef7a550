package scanmill.training;

/**
 * Stops a run whose validation loss no longer falls.
 *
 * <p>As ivadomed documents it: the run ends after {@code patience} epochs in a row without an
 * improvement of at least {@code epsilon} over the best loss so far. What ivadomed 2.9 does instead
 * (a counter that is never set back, percent of the current loss) is {@link #legacy}.
 *
 * <p>A value: {@link #after} returns the next state, so a checkpoint can hold it.
 *
 * @param best lowest loss so far; infinite before the first epoch
 * @param previous loss of the last epoch; infinite before the first
 * @param waited epochs since the last improvement
 */
public record EarlyStopping(
    int patience, double epsilon, boolean legacy, double best, double previous, int waited) {

  public EarlyStopping {
    if (patience < 1 || !(epsilon >= 0)) {
      throw new IllegalArgumentException(
          "Patience is at least 1 and epsilon at least 0; found " + patience + " and " + epsilon);
    }
  }

  public static EarlyStopping documented(int patience, double epsilon) {
    return new EarlyStopping(
        patience, epsilon, false, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
  }

  /**
   * The counting of ivadomed 2.9: epochs need not be consecutive, epsilon is in percent of the
   * current loss.
   */
  public static EarlyStopping legacy(int patience, double epsilonPercent) {
    return new EarlyStopping(
        patience, epsilonPercent, true, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0);
  }

  /** The state after one more epoch with this validation loss. NaN is no improvement. */
  public EarlyStopping after(double loss) {
    boolean improved;
    if (legacy) {
      boolean first = Double.isInfinite(previous);
      improved = first || (previous - loss) * 100 / Math.abs(loss) >= epsilon;
    } else {
      improved = best - loss >= epsilon && loss < best;
    }
    int next = improved ? (legacy ? waited : 0) : waited + 1;
    return new EarlyStopping(
        patience, epsilon, legacy, Math.min(best, nanAsWorst(loss)), loss, next);
  }

  private static double nanAsWorst(double loss) {
    return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss;
  }

  public boolean stop() {
    return waited >= patience;
  }
}
