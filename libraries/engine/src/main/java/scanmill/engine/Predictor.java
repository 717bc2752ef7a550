package scanmill.engine;

import java.util.List;
import java.util.OptionalInt;
import scanmill.problems.BadInputException;

/**
 * A trained network that can only predict.
 *
 * <p>Any number of threads may call {@code predict} at once; the owner closes it when none does.
 */
public interface Predictor extends AutoCloseable {
  /**
   * @param input (N, C, H, W) or (N, C, H, W, D)
   * @return the network's output, for the same N
   * @throws scanmill.problems.BadInputException if rank or channels are not the network's, or if it
   *     takes more than an image
   */
  Tensor predict(Tensor input);

  /**
   * As {@link #predict(Tensor)}, for networks that take vectors besides.
   *
   * @throws scanmill.problems.BadInputException {@code input-vector} if there is one too few, too
   *     many or of another shape
   */
  default Tensor predict(Inputs inputs) {
    InputCheck.requireVectors(vectors(), inputs);
    return predict(inputs.image());
  }

  /**
   * As {@link #predict(Inputs)}, with dropout at work as in training: one draw from what the
   * network thinks possible. Gal and Ghahramani, Dropout as a Bayesian approximation, ICML 2016.
   *
   * @param seeds one per sample; what is dropped for a sample depends on its own seed alone
   * @throws scanmill.problems.BadInputException {@code dropout-not-possible} where the network
   *     cannot be run so
   */
  default Tensor predictDropping(Inputs inputs, long... seeds) {
    throw BadInputException.of(
        "dropout-not-possible",
        "Epistemic uncertainty needs a network whose dropout can be switched on; this one is an"
            + " ONNX file, from which dropout was removed.",
        "Use a package that holds its weights (.safetensors), or ask for aleatoric uncertainty.");
  }

  /** What the network takes beside the image; nothing for most. */
  default List<VectorInput> vectors() {
    return List.of();
  }

  /** Channels an input must have. */
  int inputChannels();

  /** Channels of the output, where the network tells. */
  OptionalInt outputChannels();

  /** 2 or 3 spatial axes. */
  int dimensions();

  @Override
  void close();
}
