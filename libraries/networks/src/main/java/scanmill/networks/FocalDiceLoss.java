package scanmill.networks;

import ai.djl.ndarray.NDArray;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * ln(focal) - beta ln(Dice), both cut off at 1e-7: the focal loss and the Dice overlap of the whole
 * batch on one scale. Wong et al., 3D segmentation with exponential logarithmic loss, MICCAI 2018,
 * has the like.
 *
 * @param beta the weight of Dice, at least 0
 * @param gamma as in {@link FocalLoss}
 * @param alpha as in {@link FocalLoss}
 */
public record FocalDiceLoss(
    @Default("1") double beta, @Default("2") double gamma, @Default("0.25") double alpha)
    implements LossFunction {
  private static final double LEAST = 1e-7;

  public FocalDiceLoss {
    LossArguments.notNegative("beta", beta);
    LossArguments.notNegative("gamma", gamma);
    LossArguments.part("alpha", alpha);
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    NDArray focal = new FocalLoss(gamma, alpha, LEAST).of(prediction, target);
    NDArray dice = new DiceLoss(1).of(prediction, target).neg();
    return logarithm(focal).sub(logarithm(dice).mul((float) beta));
  }

  private static NDArray logarithm(NDArray value) {
    return value.clip((float) LEAST, LossArguments.UNBOUNDED).log();
  }
}
