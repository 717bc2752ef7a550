package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;

/**
 * What to begin with instead of chance.
 *
 * @param retrainModel a file with a whole network
 * @param retrainFraction the last fraction of its layers, which is trained
 * @param reset whether those layers begin anew
 */
public record TransferLearning(
    @Default("null") Optional<String> retrainModel,
    @Default("1.0") double retrainFraction,
    @Default("true") boolean reset) {
  public TransferLearning {
    Fraction.require("retrain_fraction", retrainFraction);
  }
}
