package scanmill.networks;

import ai.djl.ndarray.NDArray;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * Minus the mean over classes of (TP + s) / (TP + alpha FP + beta FN + s), counted softly over
 * samples and voxels; from -1 (equal) to 0. Salehi et al., Tversky loss function for image
 * segmentation, MLMI 2017.
 *
 * @param alpha what voxels cost that are predicted wrongly, at least 0
 * @param beta what voxels cost that are missed, at least 0
 * @param smooth s, above 0
 */
public record TverskyLoss(
    @Default("0.7") double alpha, @Default("0.3") double beta, @Default("1.0") double smooth)
    implements LossFunction {
  public TverskyLoss {
    LossArguments.notNegative("alpha", alpha);
    LossArguments.notNegative("beta", beta);
    LossArguments.positive("smooth", smooth);
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    return LossSums.ofClasses(prediction, target).tversky(alpha, beta, smooth).mean().neg();
  }
}
