package scanmill.engine;

import java.util.Optional;

/**
 * The shape of a linear map with a bias.
 *
 * @param inputs numbers that come in
 * @param outputs numbers that go out
 * @param weightsOf the name of an earlier linear map of the same shape whose weights (not biases)
 *     are used here too; empty for own weights
 * @param biasFromZero whether the biases begin with 0 and not as in PyTorch
 */
public record Linear(int inputs, int outputs, Optional<String> weightsOf, boolean biasFromZero) {

  public Linear {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException(
          "A linear map has inputs and outputs, not " + inputs + " and " + outputs);
    }
  }

  /** Own weights, beginning as in PyTorch. */
  public Linear(int inputs, int outputs) {
    this(inputs, outputs, Optional.empty(), false);
  }
}
