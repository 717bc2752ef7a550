package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;

/**
 * How scans are divided into training, validation and testing.
 *
 * @param fnameSplit a file with a ready split; everything else is then ignored
 * @param randomSeed 0 to 4294967295, of numpy's legacy generator
 * @param splitMethod the metadata column whose values stay together, {@code participant_id}
 * @param balance a metadata column whose every value is divided by itself
 * @param trainFraction of all values of the column
 * @param testFraction likewise; what remains is for validation
 * @param folds for cross-validation: into how many parts what is not for testing is divided; absent
 *     for one division by {@code train_fraction}
 * @param fold which of them is for validation, from 0
 */
public record SplitDataset(
    @Default("null") Optional<String> fnameSplit,
    @Default("6") long randomSeed,
    @Default("participant_id") String splitMethod,
    @Default("{}") DataTesting dataTesting,
    @Default("null") Optional<String> balance,
    @Default("0.6") double trainFraction,
    @Default("0.2") double testFraction,
    Optional<Integer> folds,
    @Default("0") int fold) {

  public SplitDataset {
    if (randomSeed < 0 || randomSeed > 0xFFFF_FFFFL) {
      throw new IllegalArgumentException("random_seed is from 0 to 4294967295");
    }
    Fraction.require("train_fraction", trainFraction);
    Fraction.require("test_fraction", testFraction);
    if (folds.isPresent() && (folds.get() < 2 || fold < 0 || fold >= folds.get())) {
      throw new IllegalArgumentException(
          "folds is at least 2 and fold from 0 to folds - 1; they are "
              + folds.get()
              + " and "
              + fold);
    }
    if (folds.isEmpty() && fold != 0) {
      throw new IllegalArgumentException("fold needs folds");
    }
  }
}
