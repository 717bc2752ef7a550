package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;

/**
 * A network that finds points.
 *
 * @param applied whether it is the network
 */
public record Countception(
    @Default("false") boolean applied,
    Optional<Boolean> useLogits,
    Optional<Integer> logitsPerOutput) {}
