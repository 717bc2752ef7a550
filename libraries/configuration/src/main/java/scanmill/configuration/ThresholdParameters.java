package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.OneOf;
import scanmill.specs.Range;

/**
 * How the threshold of a network's probabilities is found once it has learnt, on the scans that it
 * was trained and validated with.
 *
 * @param increment thresholds are apart by so much
 * @param perClass one for each class, instead of one for all
 * @param by {@code dice} for the largest mean Dice, {@code roc} for the point of the ROC farthest
 *     from chance; absent for Dice, and ROC of classifiers
 */
public record ThresholdParameters(
    @Default("0.05") @Range(above = 0, max = 0.5) double increment,
    @Default("false") boolean perClass,
    @OneOf({"dice", "roc"}) Optional<String> by) {}
