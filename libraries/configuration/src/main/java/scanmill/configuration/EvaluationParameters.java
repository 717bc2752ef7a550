package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;

/**
 * What is measured of predictions.
 *
 * @param objectDetectionMetrics whether objects are counted too
 */
public record EvaluationParameters(
    @Default("true") boolean objectDetectionMetrics,
    Optional<TargetSize> targetSize,
    Optional<Overlap> overlap) {}
