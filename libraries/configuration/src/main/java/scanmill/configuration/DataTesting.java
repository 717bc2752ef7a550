package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.NumbersAsText;
import scanmill.specs.OneOrMany;

/**
 * What is kept for testing.
 *
 * @param dataType a metadata column; absent for that of {@code split_method}
 * @param dataValue the column's values that are for testing; empty to draw them
 */
public record DataTesting(
    @Default("null") Optional<String> dataType,
    @Default("[]") @OneOrMany @NumbersAsText List<String> dataValue) {
  public DataTesting {
    dataValue = List.copyOf(dataValue);
  }
}
