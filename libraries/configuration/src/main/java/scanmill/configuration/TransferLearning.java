package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * What to begin with instead of chance.
 *
 * @param retrainModel a model: a folder of ours, or a file of PyTorch's weights
 * @param retrainFraction the last fraction of its layers, which is trained
 * @param reset whether those layers begin anew; absent for false, which is ivadomed's true under
 *     {@code compat}
 * @param layers patterns of the names of tensors that are trained, instead of a fraction. Not in
 *     ivadomed
 */
public record TransferLearning(
    @Default("null") Optional<String> retrainModel,
    @Default("1.0") @Range(min = 0, max = 1) double retrainFraction,
    Optional<Boolean> reset,
    @Default("[]") List<String> layers) {}
