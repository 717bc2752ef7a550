package scanmill.networks;

import ai.djl.ndarray.NDArray;
import java.util.stream.IntStream;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * -2 sum(w p t) / sum(w (p + t)), where every class of every sample is weighted by w = 1 /
 * sum(t)^2, so that small objects weigh as much as large ones; from -1 (equal) to 0. Sudre et al.,
 * Generalised Dice overlap as a deep learning loss function, DLMIA 2017.
 *
 * <p>As in ivadomed, the background is 1 only where all classes are exactly 0, in the prediction as
 * in the target.
 *
 * @param epsilon the least that sums are taken for, above 0
 * @param includeBackground whether the background is one more class
 */
public record GeneralizedDiceLoss(
    @Default("1e-5") double epsilon, @Default("true") boolean includeBackground)
    implements LossFunction {
  public GeneralizedDiceLoss {
    LossArguments.positive("epsilon", epsilon);
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    NDArray p = voxels(includeBackground ? withBackground(prediction) : prediction);
    NDArray t = voxels(includeBackground ? withBackground(target) : target);
    int[] space = IntStream.range(2, p.getShape().dimension()).toArray();
    NDArray wanted = t.sum(space); // (N, C)
    NDArray weight = wanted.mul(wanted).maximum(epsilon).pow(-1);
    NDArray both = p.mul(t).sum(space).mul(weight).sum();
    NDArray all = p.sum(space).add(wanted).mul(weight).sum();
    return both.mul(-2f).div(all.clip((float) epsilon, LossArguments.UNBOUNDED));
  }

  /** A row of numbers per sample is a voxel per sample. */
  private static NDArray voxels(NDArray classes) {
    return classes.getShape().dimension() == 2 ? classes.expandDims(2) : classes;
  }

  private static NDArray withBackground(NDArray classes) {
    NDArray sum = classes.sum(new int[] {1}, true);
    NDArray background = sum.eq(0).toType(classes.getDataType(), false); // constant
    return classes.concat(background, 1);
  }
}
