package scanmill.networks;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.pooling.Pool;
import java.util.Arrays;
import scanmill.engine.LossFunction;
import scanmill.specs.Default;

/**
 * For heat maps: the sum over all voxels of omega ln(1 + (d / epsilon)^(alpha - t)) where d = |p -
 * t| is below theta, and of the straight line A d - C that goes on from there; steep near peaks,
 * flat in the background. Wang et al., Adaptive wing loss for robust face alignment via heatmap
 * regression, ICCV 2019.
 *
 * <p>A sum, not a mean: it grows with batch and patch.
 *
 * @param theta where the curve becomes a line, above 0
 * @param alpha at least 2
 * @param omega the height of the curve, above 0
 * @param epsilon the width of the curve, above 0
 * @param weighted as published, voxels whose neighbourhood (3 voxels along each axis) has a target
 *     of at least 0.2 count eleven times. In ivadomed they do not, by a mistake: {@code false}
 */
public record AdapWingLoss(
    @Default("0.5") double theta,
    @Default("2.1") double alpha,
    @Default("14") double omega,
    @Default("1") double epsilon,
    @Default("true") boolean weighted)
    implements LossFunction {
  private static final double FOREGROUND = 0.2;
  private static final double WEIGHT = 10;

  public AdapWingLoss {
    LossArguments.positive("theta", theta);
    LossArguments.positive("omega", omega);
    LossArguments.positive("epsilon", epsilon);
    if (!(alpha >= 2) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("alpha is at least 2");
    }
  }

  @Override
  public NDArray of(NDArray prediction, NDArray target) {
    NDArray d = prediction.sub(target).abs();
    NDArray exponent = target.neg().add(alpha);
    NDArray bend = exponent.mul(Math.log(theta / epsilon)).exp(); // (theta / epsilon)^(alpha - t)
    NDArray steepness = exponent.mul(bend).div(bend.add(1)).mul(omega / theta);
    NDArray offset = steepness.mul(theta).sub(bend.add(1).log().mul(omega));
    NDArray curve = d.div(epsilon).pow(exponent).add(1).log().mul(omega);
    NDArray line = steepness.mul(d).sub(offset);
    NDArray loss = NDArrays.where(d.lt(theta), curve, line);
    return (weighted ? loss.mul(weights(target)) : loss).sum();
  }

  private static NDArray weights(NDArray target) {
    int axes = target.getShape().dimension() - 2;
    Shape three = same(axes, 3);
    Shape one = same(axes, 1);
    NDArray dilated =
        switch (axes) {
          case 2 -> Pool.maxPool2d(target, three, one, one, false);
          case 3 -> Pool.maxPool3d(target, three, one, one, false);
          default -> target;
        };
    return dilated.gte(FOREGROUND).toType(target.getDataType(), false).mul(WEIGHT).add(1);
  }

  private static Shape same(int axes, int value) {
    long[] all = new long[axes];
    Arrays.fill(all, value);
    return new Shape(all);
  }
}
