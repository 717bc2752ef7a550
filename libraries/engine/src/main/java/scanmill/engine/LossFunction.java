package scanmill.engine;

import ai.djl.ndarray.NDArray;

/**
 * How far a prediction is from its target, as one number to be made smaller.
 *
 * <p>Written in differentiable {@link NDArray} operators; {@link Operators} adds what DJL lacks.
 * DJL's {@code toType}, {@code toDevice} and {@code duplicate} cut the gradient and must not be
 * used. Arrays made on the way need no closing: the caller runs this in a scope of its own.
 */
@FunctionalInterface
public interface LossFunction {
  /**
   * @param prediction (N, C, H, W) or (N, C, H, W, D), in [0, 1] for the usual final activations
   * @param target of the same shape, in [0, 1]; soft values are allowed
   * @return a scalar
   */
  NDArray of(NDArray prediction, NDArray target);
}
