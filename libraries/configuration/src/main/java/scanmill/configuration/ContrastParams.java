package scanmill.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.specs.Default;

/**
 * Which contrasts to use; an empty list means every one.
 *
 * @param trainingValidation BIDS suffixes; with {@code multichannel} also the order of channels
 * @param testing likewise, for testing
 * @param balance contrast to the fraction of its files that is kept
 */
public record ContrastParams(
    @Default("[]") List<String> trainingValidation,
    @Default("[]") List<String> testing,
    @Default("{}") Map<String, Double> balance) {

  public ContrastParams {
    trainingValidation = List.copyOf(trainingValidation);
    testing = List.copyOf(testing);
    balance = Collections.unmodifiableMap(new LinkedHashMap<>(balance));
    balance.forEach((contrast, fraction) -> Fraction.require("balance of " + contrast, fraction));
  }
}
