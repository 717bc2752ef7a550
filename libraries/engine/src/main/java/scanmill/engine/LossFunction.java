package scanmill.engine;

import ai.djl.ndarray.NDArray;
import java.util.List;

/**
 * How far a prediction is from its target, as one number to be made smaller.
 *
 * <p>Written in differentiable {@link NDArray} operators; {@link Operators} adds what DJL lacks.
 * DJL's {@code toType}, {@code toDevice} and {@code duplicate} cut the gradient and must not be
 * used on a prediction. Arrays made on the way need no closing: the caller runs this in a scope of
 * its own.
 */
@FunctionalInterface
public interface LossFunction {
  /**
   * @param prediction (N, C, H, W), (N, C, H, W, D) or, of classifiers, (N, C); in [0, 1] for the
   *     usual final activations
   * @param target of the same shape, in [0, 1]; soft values are allowed
   * @return a scalar
   */
  NDArray of(NDArray prediction, NDArray target);

  /**
   * Of a network that answers at several resolutions: the losses of all, each counting half as much
   * as the one before, divided by the sum of their weights.
   *
   * @param levels finest first, of the target's shape; the others differ from it in space only
   * @return a scalar
   */
  default NDArray of(List<NDArray> levels, NDArray target) {
    return weighted(this, levels, target, halves(levels.size()));
  }

  /** 1, 1/2, 1/4 and so on. */
  static double[] halves(int levels) {
    double[] weights = new double[levels];
    for (int level = 0; level < levels; level++) {
      weights[level] = Math.scalb(1.0, -level);
    }
    return weights;
  }

  /**
   * A loss at several resolutions, added by weight and divided by the sum of the weights; the
   * target is averaged down to each.
   */
  static NDArray weighted(
      LossFunction loss, List<NDArray> levels, NDArray target, double... weights) {
    double all = 0;
    for (double weight : weights) {
      all += weight;
    }
    NDArray sum = target.getManager().create(0f);
    for (int level = 0; level < weights.length; level++) {
      if (weights[level] > 0) {
        NDArray prediction = levels.get(level);
        NDArray wanted =
            prediction.getShape().equals(target.getShape())
                ? target
                : Operators.averageLike(target, prediction);
        sum = loss.of(prediction, wanted).mul((float) (weights[level] / all)).add(sum);
      }
    }
    return sum;
  }
}
