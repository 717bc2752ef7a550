package scanmill.networks;

import ai.djl.ndarray.NDArray;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * Minus the Dice overlap of the whole batch: -(2 sum(p t) + s) / (sum(p) + sum(t) + s), summed over
 * samples, classes and voxels together; from -1 (equal) to 0. Milletari et al., V-Net, 3DV 2016.
 *
 * @param smooth s, above 0: what two empty masks are worth
 */
public record DiceLoss(@Default("1.0") double smooth) implements LossFunction {
  public DiceLoss {
    if (!(smooth > 0) || Double.isInfinite(smooth)) {
      throw new IllegalArgumentException("smooth is above 0");
    }
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    // A float: next to a scalar, DJL's double would make the loss a double.
    float s = (float) smooth;
    NDArray both = prediction.mul(target).sum().mul(2).add(s);
    NDArray all = prediction.sum().add(target.sum()).add(s);
    return both.div(all).neg();
  }
}
