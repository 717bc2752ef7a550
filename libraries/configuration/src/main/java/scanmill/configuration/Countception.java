package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * A network that finds points.
 *
 * @param applied whether it is the network
 */
public record Countception(
    @Default("false") boolean applied,
    Optional<Boolean> useLogits,
    @Range(min = 1) Optional<Integer> logitsPerOutput) {}
