package scanmill.configuration;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.specs.Default;
import scanmill.specs.Range;

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
    @Default("{}") @Range(min = 0, max = 1) Map<String, Double> balance) {

  public ContrastParams {
    trainingValidation = List.copyOf(trainingValidation);
    testing = List.copyOf(testing);
    balance = Collections.unmodifiableMap(new LinkedHashMap<>(balance));
    Repeated.refuse("training_validation", trainingValidation);
    Repeated.refuse("testing", testing);
  }
}
