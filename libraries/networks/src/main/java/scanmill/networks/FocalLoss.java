package scanmill.networks;

import ai.djl.ndarray.NDArray;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * The sum over all voxels of a (1 - e^-ce)^gamma ce, with ce the binary cross-entropy and a = alpha
 * t + (1 - alpha) (1 - t): voxels that are told rightly hardly count. Lin et al., Focal loss for
 * dense object detection, ICCV 2017.
 *
 * <p>A sum, not a mean: it grows with batch and patch.
 *
 * @param gamma how little easy voxels count, at least 0; 0 means that they count in full
 * @param alpha the weight of foreground, 0 to 1; background has the rest
 * @param eps probabilities are cut off at eps and 1 - eps; above 0, below 0.5
 */
public record FocalLoss(
    @Default("2") double gamma, @Default("0.25") double alpha, @Default("1e-7") double eps)
    implements LossFunction {
  public FocalLoss {
    LossArguments.notNegative("gamma", gamma);
    LossArguments.part("alpha", alpha);
    if (!(eps > 0 && eps < 0.5)) {
      throw new IllegalArgumentException("eps is above 0 and below 0.5");
    }
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    NDArray p = prediction.clip(eps, 1 - eps);
    NDArray background = target.neg().add(1);
    NDArray entropy =
        target.mul(p.log()).add(background.mul(p.neg().add(1).log())).neg(); // as prediction
    NDArray weight = target.mul(alpha).add(background.mul(1 - alpha));
    NDArray hard = entropy.neg().exp().neg().add(1);
    return weight.mul(entropy).mul(hard.pow(gamma)).sum();
  }
}
