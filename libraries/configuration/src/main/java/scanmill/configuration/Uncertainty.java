package scanmill.configuration;

import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * Whether a prediction is repeated to tell how sure it is.
 *
 * @param epistemic with dropout
 * @param aleatoric with augmentation
 * @param nIt how often
 */
public record Uncertainty(
    @Default("false") boolean epistemic,
    @Default("false") boolean aleatoric,
    @Default("0") @Range(min = 0) int nIt) {
  public Uncertainty {
    if ((epistemic || aleatoric) && nIt == 1) {
      throw new IllegalArgumentException(
          "n_it is 0, for none, or at least 2, since one prediction does not vary");
    }
  }

  /** Whether there is anything to repeat. */
  public boolean active() {
    return (epistemic || aleatoric) && nIt > 0;
  }
}
