package scanmill.postprocessing;

import java.util.List;
import scanmill.problems.BadInputException;

/** What a threshold of a step may be. */
final class Thresholds {

  private Thresholds() {}

  static void require(String step, double thr) {
    if (!(thr <= 1)) {
      throw new IllegalArgumentException(
          step + " needs thr from 0 to 1, or below 0 to switch it off; found " + thr);
    }
  }

  static void requireSizes(String step, List<Double> thr) {
    if (thr.isEmpty() || !thr.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          step + " needs thr as one number, or one per class; found " + thr);
    }
  }

  /**
   * @throws BadInputException {@code step-thresholds} unless there is one for all classes, or one
   *     per class
   */
  static void requireFit(String step, List<Double> thr, int classes) {
    if (thr.size() != 1 && thr.size() != classes) {
      throw BadInputException.of(
          "step-thresholds",
          "The step "
              + step
              + " needs one thr, or one per class; the prediction has "
              + classes
              + " classes, thr is "
              + thr
              + ".",
          "Give one number, or as many as there are classes.");
    }
  }
}
