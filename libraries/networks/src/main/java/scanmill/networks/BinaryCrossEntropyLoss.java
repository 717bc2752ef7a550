package scanmill.networks;

import ai.djl.ndarray.NDArray;
import scanmill.engine.LossFunction;
import scanmill.engine.Operators;

/**
 * The mean over all voxels of -(t ln p + (1 - t) ln(1 - p)), with logarithms cut off at -100; 0 for
 * equal binary masks.
 */
public record BinaryCrossEntropyLoss() implements LossFunction {
  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    return Operators.binaryCrossEntropy(prediction, target);
  }
}
