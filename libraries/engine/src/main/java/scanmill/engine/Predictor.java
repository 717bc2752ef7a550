package scanmill.engine;

import java.util.OptionalInt;

/**
 * A trained network that can only predict.
 *
 * <p>Any number of threads may call {@link #predict} at once; the owner closes it when none does.
 */
public interface Predictor extends AutoCloseable {
  /**
   * @param input (N, C, H, W) or (N, C, H, W, D)
   * @return the network's output, for the same N
   * @throws scanmill.problems.BadInputException if rank or channels are not the network's
   */
  Tensor predict(Tensor input);

  /** Channels an input must have. */
  int inputChannels();

  /** Channels of the output, where the network tells. */
  OptionalInt outputChannels();

  /** 2 or 3 spatial axes. */
  int dimensions();

  @Override
  void close();
}
