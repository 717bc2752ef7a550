package scanmill.volumes;

/** What each window counts where several overlap. */
public enum Blend {
  /** All the same: what ivadomed does. */
  MEAN,
  /**
   * The more the nearer to a window's middle, where a network has seen more around: a Gaussian with
   * a deviation of an eighth of the window along each axis. Isensee et al., Nature Methods 18,
   * 2021.
   */
  GAUSSIAN;

  private static final double DEVIATION = 1.0 / 8;

  /** How much a place along one axis counts before windows are compared, above 0. */
  double weight(int place, int length) {
    if (this == MEAN) {
      return 1;
    }
    double away = (place - (length - 1) / 2.0) / (DEVIATION * length);
    return Math.exp(-away * away / 2);
  }
}
