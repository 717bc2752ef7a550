package scanmill.configuration;

import java.util.List;
import scanmill.specs.Default;
import scanmill.specs.NumbersAsText;
import scanmill.specs.Range;

/**
 * Which subjects to draw: for each n, so many at random of those whose metadata column has the
 * value. All three empty: all subjects.
 *
 * @param n how many subjects
 * @param metadata column names
 * @param value values of the columns
 */
public record SubjectSelection(
    @Default("[]") @Range(min = 1) List<Integer> n,
    @Default("[]") List<String> metadata,
    @Default("[]") @NumbersAsText List<String> value) {

  public SubjectSelection {
    n = List.copyOf(n);
    metadata = List.copyOf(metadata);
    value = List.copyOf(value);
    if (n.size() != metadata.size() || n.size() != value.size()) {
      throw new IllegalArgumentException(
          "n, metadata and value are lists of one length; they have "
              + n.size()
              + ", "
              + metadata.size()
              + " and "
              + value.size());
    }
  }
}
