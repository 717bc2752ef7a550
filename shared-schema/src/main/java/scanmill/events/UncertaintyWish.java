package scanmill.events;

import java.util.Optional;

/**
 * How a prediction is to be repeated.
 *
 * @param epistemic with dropout
 * @param aleatoric with augmentation
 * @param iterations at least 2
 * @param seed equal seeds repeat equally; that of the model where absent
 */
public record UncertaintyWish(
    boolean epistemic, boolean aleatoric, int iterations, Optional<Long> seed) {}
