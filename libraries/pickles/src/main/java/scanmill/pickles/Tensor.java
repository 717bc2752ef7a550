package scanmill.pickles;

/** Numbers on axes, in the order of rows: the last axis runs fastest. */
public final class Tensor {
  private final int[] shape;
  private final float[] data;

  Tensor(int[] shape, float[] data) {
    this.shape = shape;
    this.data = data;
  }

  /** Extent of each axis, a copy; empty for one number. */
  public int[] shape() {
    return shape.clone();
  }

  /** The numbers themselves, not a copy; whole ones beyond 16,777,216 are rounded. */
  public float[] data() {
    return data;
  }
}
