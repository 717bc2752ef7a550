package scanmill.datasets;

import java.util.List;
import java.util.Optional;

/**
 * Some samples side by side, as a network reads them.
 *
 * <p>The arrays are this batch's own.
 */
public final class Batch {
  private final List<String> ids;
  private final int[] inputShape;
  private final float[] inputs;
  private final int[] targetShape;
  private final float[] targets;
  private final float[] present;
  private final Optional<float[]> conditions;

  Batch(
      List<String> ids,
      int[] inputShape,
      float[] inputs,
      int[] targetShape,
      float[] targets,
      float[] present,
      Optional<float[]> conditions) {
    this.ids = List.copyOf(ids);
    this.inputShape = inputShape;
    this.inputs = inputs;
    this.targetShape = targetShape;
    this.targets = targets;
    this.present = present;
    this.conditions = conditions;
  }

  /** Number of samples; the last batch of an epoch may have fewer than the others. */
  public int size() {
    return ids.size();
  }

  /** What each sample is, for people: {@code sub-01_T1w#12}. */
  public List<String> ids() {
    return ids;
  }

  /** (N, C, H, W) or (N, C, H, W, D). */
  public int[] inputShape() {
    return inputShape.clone();
  }

  /** Intensities, last axis fastest; not a copy. A channel that is not there is 0. */
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

  /** (N, C): 1 where the channel is there, 0 where it is missing or left out; not a copy. */
  public float[] present() {
    return present;
  }

  /** (N, M): what the network is told beside the image; not a copy. */
  public Optional<float[]> conditions() {
    return conditions;
  }
}
