package scanmill.datasets;

import java.util.ArrayList;
import java.util.List;
import scanmill.problems.BadInputException;

/**
 * Values in parts of equal size for cross-validation, as scikit-learn's {@code KFold} with
 * shuffling divides them: each value is in exactly one part, the first parts have one more where it
 * does not come out even.
 */
final class Folds {
  private Folds() {}

  /**
   * @param values in the order they first appear in the dataset
   * @param seed 0 to 4294967295
   * @return the parts, each in the order of {@code values}
   * @throws BadInputException {@code split-folds} if there are fewer values than parts
   */
  static List<List<String>> of(List<String> values, int folds, long seed, String what) {
    int n = values.size();
    if (n < folds) {
      throw BadInputException.of(
          "split-folds",
          "Required at least "
              + folds
              + " of "
              + what
              + ", one for each of split_dataset.folds; found "
              + n
              + " that are not for testing.",
          "Lower split_dataset.folds or test_fraction, or add scans.");
    }
    int[] order = new LegacyRandom(seed).permutation(n);
    int[] foldOf = new int[n];
    int next = 0;
    for (int fold = 0; fold < folds; fold++) {
      int size = n / folds + (fold < n % folds ? 1 : 0);
      for (int end = next + size; next < end; next++) {
        foldOf[order[next]] = fold;
      }
    }
    List<List<String>> parts = new ArrayList<>();
    for (int fold = 0; fold < folds; fold++) {
      parts.add(new ArrayList<>());
    }
    for (int v = 0; v < n; v++) {
      parts.get(foldOf[v]).add(values.get(v));
    }
    return parts;
  }
}
