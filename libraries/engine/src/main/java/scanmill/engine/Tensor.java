package scanmill.engine;

import java.util.Arrays;
import java.util.List;

/**
 * Numbers with a shape, row-major: the last axis is fastest. A batch of images is (N, C, H, W) or
 * (N, C, H, W, D).
 *
 * <p>Holds the array it is given, without a copy: who hands an array over must not change it again.
 */
public final class Tensor {
  private final int[] shape;
  private final float[] values;

  private Tensor(int[] shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * @param shape positive or zero extents; none for a single number
   * @throws IllegalArgumentException if shape and number of values disagree
   */
  public static Tensor of(float[] values, int... shape) {
    if (values.length != size(shape)) {
      throw new IllegalArgumentException(
          "A tensor of shape "
              + Arrays.toString(shape)
              + " has "
              + size(shape)
              + " values, not "
              + values.length);
    }
    return new Tensor(shape.clone(), values);
  }

  public static Tensor zeros(int... shape) {
    return new Tensor(shape.clone(), new float[Math.toIntExact(size(shape))]);
  }

  static long size(int... shape) {
    long size = 1;
    for (int extent : shape) {
      if (extent < 0) {
        throw new IllegalArgumentException("Negative extent in " + Arrays.toString(shape));
      }
      size = Math.multiplyExact(size, (long) extent);
    }
    return size;
  }

  /** One sample of a batch, as a batch of its own; a copy. */
  Tensor sample(int n) {
    int[] own = shape.clone();
    own[0] = 1;
    int each = values.length / shape[0];
    return of(Arrays.copyOfRange(values, n * each, (n + 1) * each), own);
  }

  /** Batches one after the other, as one batch; they differ in nothing but their first extent. */
  static Tensor concatenated(List<Tensor> batches) {
    int[] shape = batches.get(0).shape();
    shape[0] = batches.stream().mapToInt(batch -> batch.extent(0)).sum();
    float[] values = new float[Math.toIntExact(size(shape))];
    int at = 0;
    for (Tensor batch : batches) {
      System.arraycopy(batch.values, 0, values, at, batch.values.length);
      at += batch.values.length;
    }
    return of(values, shape);
  }

  public int[] shape() {
    return shape.clone();
  }

  public int rank() {
    return shape.length;
  }

  /** The extent along one axis, counted from 0. */
  public int extent(int axis) {
    return shape[axis];
  }

  public int size() {
    return values.length;
  }

  /** The numbers themselves, not a copy; not to be written to. */
  public float[] values() {
    return values;
  }

  /** Equal shape and equal bits. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Tensor that
        && Arrays.equals(shape, that.shape)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "Tensor" + Arrays.toString(shape);
  }
}
