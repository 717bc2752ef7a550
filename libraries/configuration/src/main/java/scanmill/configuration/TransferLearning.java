package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * What to begin with instead of chance.
 *
 * @param retrainModel a file with a whole network
 * @param retrainFraction the last fraction of its layers, which is trained
 * @param reset whether those layers begin anew
 */
public record TransferLearning(
    @Default("null") Optional<String> retrainModel,
    @Default("1.0") @Range(min = 0, max = 1) double retrainFraction,
    @Default("true") boolean reset) {}
