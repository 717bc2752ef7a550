package scanmill.engine;

/**
 * The shape of a batch normalisation.
 *
 * @param channels that come in and go out
 * @param momentum PyTorch's: the share of a new batch in the running statistics, in [0, 1]
 * @param weight what the factors begin with
 */
public record BatchNormalization(int channels, double momentum, ParameterSpec.Start weight) {
  /** Added to every variance. */
  public static final double EPSILON = 1e-5;

  public BatchNormalization {
    if (channels < 1) {
      throw new IllegalArgumentException("A channel is required, not " + channels);
    }
    if (!(momentum >= 0 && momentum <= 1)) {
      throw new IllegalArgumentException("A momentum lies in [0, 1], not at " + momentum);
    }
  }

  /** Factors begin with 1. */
  public BatchNormalization(int channels, double momentum) {
    this(channels, momentum, new ParameterSpec.Constant(1));
  }

  /** Factors begin with 1, momentum 0.1. */
  public BatchNormalization(int channels) {
    this(channels, 0.1);
  }
}
