package scanmill.models;

import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.Uncertainty;

/**
 * How a prediction is repeated to tell how sure it is.
 *
 * @param times at least 2
 * @param epistemic with dropout at work: what the network does not know
 * @param aleatoric with augmentation as in training, undone afterwards: what the scan does not show
 * @param seed equal seeds repeat equally
 */
public record Repetition(int times, boolean epistemic, boolean aleatoric, long seed) {

  public Repetition {
    if (times < 2 || !(epistemic || aleatoric)) {
      throw new IllegalArgumentException(
          "A prediction is repeated at least twice, with dropout or augmentation; found "
              + times
              + " times");
    }
  }

  /** What a configuration asks for; empty if for one prediction only. */
  public static Optional<Repetition> of(Config config) {
    Uncertainty asked = config.uncertainty();
    return asked.active()
        ? Optional.of(
            new Repetition(asked.nIt(), asked.epistemic(), asked.aleatoric(), config.randomSeed()))
        : Optional.empty();
  }
}
