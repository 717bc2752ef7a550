package scanmill.configuration;

import scanmill.specs.Default;

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
    @Default("0") int nIt) {
  public Uncertainty {
    if (nIt < 0) {
      throw new IllegalArgumentException("n_it is at least 0");
    }
  }

  /** Whether there is anything to repeat. */
  public boolean active() {
    return (epistemic || aleatoric) && nIt > 0;
  }
}
