package scanmill.networks;

import ai.djl.ndarray.NDArray;
import scanmill.engine.LossFunction;

/** Half the sum over all voxels of (p - t)^2. A sum, not a mean: it grows with batch and patch. */
public record L2Loss() implements LossFunction {
  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    return prediction.sub(target).square().sum().mul(0.5f);
  }
}
