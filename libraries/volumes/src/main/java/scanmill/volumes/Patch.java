package scanmill.volumes;

import java.util.Arrays;

/** The voxels in a window, in the order networks read: (I, J, K) with k fastest. */
public final class Patch {

  private Patch() {}

  /**
   * Copies a window out of a volume; what lies beyond the grid becomes 0.
   *
   * @param data a grid's values, i fastest
   * @param out where to, from {@code offset}: as many values as the window has voxels, k fastest
   */
  public static void copy(float[] data, GridShape shape, Window window, float[] out, int offset) {
    GridShape box = window.shape();
    int spanI = Math.min(box.i(), shape.i() - window.i());
    int spanJ = Math.min(box.j(), shape.j() - window.j());
    int spanK = Math.min(box.k(), shape.k() - window.k());
    if (spanI < box.i() || spanJ < box.j() || spanK < box.k()) {
      Arrays.fill(out, offset, offset + box.length(), 0f);
    }
    for (int k = 0; k < spanK; k++) {
      for (int j = 0; j < spanJ; j++) {
        int from = shape.index(window.i(), window.j() + j, window.k() + k);
        int to = offset + j * box.k() + k;
        int step = box.j() * box.k();
        for (int i = 0; i < spanI; i++, to += step) {
          out[to] = data[from + i];
        }
      }
    }
  }

  /**
   * The values in a window, i fastest as in a volume; a copy. What lies beyond the grid is 0.
   *
   * @param data a grid's values, i fastest
   */
  public static float[] of(float[] data, GridShape shape, Window window) {
    GridShape box = window.shape();
    int spanI = Math.min(box.i(), shape.i() - window.i());
    int spanJ = Math.min(box.j(), shape.j() - window.j());
    int spanK = Math.min(box.k(), shape.k() - window.k());
    float[] out = new float[box.length()];
    for (int k = 0; k < spanK; k++) {
      for (int j = 0; j < spanJ; j++) {
        int from = shape.index(window.i(), window.j() + j, window.k() + k);
        System.arraycopy(data, from, out, box.index(0, j, k), spanI);
      }
    }
    return out;
  }
}
