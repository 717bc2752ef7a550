package scanmill.training;

/**
 * The learning rate as a function of the epoch: nothing to remember, so nothing to lose on resume.
 */
public sealed interface Schedule {

  /**
   * Learning rate of an epoch.
   *
   * @param epoch counted from 1
   */
  double rate(int epoch);

  /**
   * Half a cosine from {@code initial} down to 0 over {@code epochs} (Loshchilov and Hutter 2017,
   * without restarts): PyTorch's {@code CosineAnnealingLR} stepped after every epoch.
   */
  record Cosine(double initial, int epochs) implements Schedule {
    @Override
    public double rate(int epoch) {
      return initial * (1 + Math.cos(Math.PI * (epoch - 1) / epochs)) / 2;
    }
  }

  /** The same rate throughout. */
  record Constant(double initial) implements Schedule {
    @Override
    public double rate(int epoch) {
      return initial;
    }
  }
}
