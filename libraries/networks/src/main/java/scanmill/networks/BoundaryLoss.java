package scanmill.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import scanmill.engine.LossFunction;
import scanmill.problems.BadInputException;

/**
 * The mean over voxels and classes of p times the signed distance from the target's boundary, in
 * voxels: negative inside, positive outside. Far mistakes cost more than near ones. Kervadec et
 * al., Boundary loss for highly unbalanced segmentation, MIDL 2019.
 *
 * <p>The boundary runs halfway between voxels of at least 0.5 and the others. A sample that lacks a
 * class, or is full of it, has no boundary and costs nothing, so this is meant to be added to
 * another loss by {@link LossCombination}. Distances are constants, computed outside the graph on
 * all cores: about 0.1 s for eight million voxels and core.
 */
public record BoundaryLoss() implements LossFunction {
  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    if (target.getShape().dimension() < 4) {
      throw BadInputException.of(
          "loss-needs-voxels",
          "training_parameters.loss: BoundaryLoss needs a network that tells voxels apart; found"
              + " one that tells whole images apart.",
          "Use another loss, such as BinaryCrossEntropyLoss.");
    }
    float[] mask = target.toType(DataType.FLOAT32, false).toFloatArray();
    long[] shape = target.getShape().getShape();
    float[] distances = BoundaryDistances.of(mask, shape);
    return prediction.mul(prediction.getManager().create(distances, target.getShape())).mean();
  }
}
