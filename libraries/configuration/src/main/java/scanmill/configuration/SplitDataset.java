package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Range;

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
    @Default("6") @Range(min = 0, max = 4294967295.0) long randomSeed,
    @Default("participant_id") String splitMethod,
    @Default("{}") DataTesting dataTesting,
    @Default("null") Optional<String> balance,
    @Default("0.6") @Range(min = 0, max = 1) double trainFraction,
    @Default("0.2") @Range(min = 0, max = 1) double testFraction,
    @Range(min = 2) Optional<Integer> folds,
    @Default("0") @Range(min = 0) int fold) {

  public SplitDataset {
    if (folds.isPresent() && fold >= folds.get()) {
      throw new IllegalArgumentException(
          "fold is below folds; they are " + fold + " and " + folds.get());
    }
    if (folds.isEmpty() && fold != 0) {
      throw new IllegalArgumentException("fold needs folds");
    }
    if (fnameSplit.isPresent() && folds.isPresent()) {
      throw new IllegalArgumentException(
          "fname_split and folds exclude each other, since each says what is for validation");
    }
    boolean drawn =
        fnameSplit.isEmpty()
            && folds.isEmpty()
            && dataTesting.dataValue().isEmpty()
            && dataTesting.dataType().orElse(splitMethod).equals(splitMethod);
    if (drawn && trainFraction + testFraction > 1 + 1e-9) {
      throw new IllegalArgumentException(
          "train_fraction and test_fraction are together at most 1; they are "
              + trainFraction
              + " and "
              + testFraction);
    }
  }
}
