package scanmill.datasets;

/**
 * Some samples side by side, as a network reads them.
 *
 * <p>The arrays are this batch's own.
 */
public final class Batch {
  private final int size;
  private final int[] inputShape;
  private final float[] inputs;
  private final int[] targetShape;
  private final float[] targets;

  Batch(int size, int[] inputShape, float[] inputs, int[] targetShape, float[] targets) {
    this.size = size;
    this.inputShape = inputShape;
    this.inputs = inputs;
    this.targetShape = targetShape;
    this.targets = targets;
  }

  /** Number of samples; the last batch of an epoch may have fewer than the others. */
  public int size() {
    return size;
  }

  /** (N, C, H, W) or (N, C, H, W, D). */
  public int[] inputShape() {
    return inputShape.clone();
  }

  /** Intensities, last axis fastest; not a copy. */
  public float[] inputs() {
    return inputs;
  }

  /** (N, K, H, W) or (N, K, H, W, D). */
  public int[] targetShape() {
    return targetShape.clone();
  }

  /** One channel per class in [0, 1], last axis fastest; not a copy. */
  public float[] targets() {
    return targets;
  }
}
