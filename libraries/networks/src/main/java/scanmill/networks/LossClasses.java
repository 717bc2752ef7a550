package scanmill.networks;

import java.util.List;
import scanmill.problems.BadInputException;

/** Losses with an argument per class are known to fit only when they meet a network. */
final class LossClasses {
  private LossClasses() {}

  /**
   * @throws BadInputException {@code loss-other-classes} unless it fits
   */
  static void require(String argument, boolean fits, List<?> given, int classes) {
    if (!fits) {
      throw BadInputException.of(
          "loss-other-classes",
          "training_parameters.loss: "
              + argument
              + " must fit the classes of the network, which are "
              + classes
              + "; found "
              + given
              + ".",
          "Correct " + argument + ", or the number of target suffixes.");
    }
  }
}
