package scanmill.networks;

import ai.djl.ndarray.NDArray;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * The mean over classes of (1 - T)^(1 / gamma), T being the index of {@link TverskyLoss}; from 0 to
 * 1. Abraham and Khan, A novel focal Tversky loss function, ISBI 2019.
 *
 * <p>1 - T is cut off at 1e-7, where the slope would become infinite.
 *
 * @param gamma above 1 makes classes count more that are nearly right
 */
public record FocalTverskyLoss(
    @Default("0.7") double alpha,
    @Default("0.3") double beta,
    @Default("1.33") double gamma,
    @Default("1.0") double smooth)
    implements LossFunction {
  private static final double LEAST = 1e-7;

  public FocalTverskyLoss {
    LossArguments.notNegative("alpha", alpha);
    LossArguments.notNegative("beta", beta);
    LossArguments.positive("gamma", gamma);
    LossArguments.positive("smooth", smooth);
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    NDArray index = LossSums.ofClasses(prediction, target).tversky(alpha, beta, smooth); // (C)
    return index.neg().add(1).clip(LEAST, LossArguments.UNBOUNDED).pow(1 / gamma).mean();
  }
}
