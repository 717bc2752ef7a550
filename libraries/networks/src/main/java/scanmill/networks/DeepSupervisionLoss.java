package scanmill.networks;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import scanmill.engine.LossFunction;
import scanmill.problems.BadInputException;
import scanmill.specs.Default;

/**
 * Another loss, measured at every resolution at which a network answers and added by weight. Lee et
 * al., Deeply-supervised nets, AISTATS 2015. Of a network that answers at one resolution it is the
 * other loss.
 *
 * @param loss {@code name} and arguments of the other, as under {@code training_parameters.loss}
 * @param levelWeights one per resolution, finest first, at least 0, not all 0; divided by their
 *     sum. None given means that each counts half as much as the one before
 */
public record DeepSupervisionLoss(
    ObjectNode loss, @Default("null") Optional<List<Double>> levelWeights) implements LossFunction {
  public DeepSupervisionLoss {
    levelWeights = levelWeights.map(List::copyOf);
    levelWeights.ifPresent(weights -> LossArguments.weights("level_weights", weights));
    Losses.named(loss, "DeepSupervisionLoss.loss");
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    return Losses.named(loss, "DeepSupervisionLoss.loss").of(prediction, target);
  }

  /**
   * @throws BadInputException {@code loss-other-levels} if the network has another number of
   *     resolutions than there are weights
   */
  @Override
  public NDArray of(List<NDArray> levels, NDArray target) {
    if (levelWeights.isEmpty()) {
      return LossFunction.weighted(this, levels, target, LossFunction.halves(levels.size()));
    }
    List<Double> weights = levelWeights.get();
    if (weights.size() != levels.size()) {
      throw BadInputException.of(
          "loss-other-levels",
          "training_parameters.loss: level_weights must be one per resolution of the network, of"
              + " which there are "
              + levels.size()
              + "; found "
              + weights
              + ".",
          "Correct level_weights, or leave it out.");
    }
    return LossFunction.weighted(
        this, levels, target, weights.stream().mapToDouble(d -> d).toArray());
  }
}
