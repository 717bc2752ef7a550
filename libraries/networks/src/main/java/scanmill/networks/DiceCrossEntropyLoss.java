package scanmill.networks;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * {@link MultiClassDiceLoss} plus {@link CrossEntropyLoss}, each with a weight: the overlap that
 * counts in the end, and slopes that do not vanish on the way. Isensee et al., nnU-Net, Nature
 * Methods 18, 2021.
 *
 * @param diceWeight at least 0
 * @param crossEntropyWeight at least 0; not both are 0
 */
public record DiceCrossEntropyLoss(
    @Default("1") double diceWeight, @Default("1") double crossEntropyWeight)
    implements LossFunction {
  public DiceCrossEntropyLoss {
    LossArguments.notNegative("dice_weight", diceWeight);
    LossArguments.notNegative("cross_entropy_weight", crossEntropyWeight);
    LossArguments.positive("dice_weight or cross_entropy_weight", diceWeight + crossEntropyWeight);
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    NDArray dice = new MultiClassDiceLoss(Optional.empty()).of(prediction, target);
    NDArray entropy = new CrossEntropyLoss(Optional.empty()).of(prediction, target);
    return dice.mul((float) diceWeight).add(entropy.mul((float) crossEntropyWeight));
  }
}
