package scanmill.volumes;

import java.util.Arrays;

/**
 * Puts windows of a prediction back together: where windows overlap, the mean of what they say.
 *
 * <p>The result depends on the windows and their order only, never on batches or threads. Not
 * thread-safe.
 */
public final class Stitcher {
  private final Grid grid;
  private final float[][] sums;
  private final float[] weights;

  /**
   * @param classes channels of the prediction
   */
  public Stitcher(Grid grid, int classes) {
    this.grid = grid;
    this.sums = new float[classes][grid.shape().length()];
    this.weights = new float[grid.shape().length()];
  }

  /**
   * Adds one window of a network's output.
   *
   * @param output (C, I, J, K) with k fastest, as networks write it
   * @param offset where this window's values begin in {@code output}
   * @param window the part beyond the grid is left out
   */
  public void add(Window window, float[] output, int offset) {
    GridShape shape = grid.shape();
    GridShape box = window.shape();
    int spanI = Math.min(box.i(), shape.i() - window.i());
    int spanJ = Math.min(box.j(), shape.j() - window.j());
    int spanK = Math.min(box.k(), shape.k() - window.k());
    int voxels = box.length();
    for (int i = 0; i < spanI; i++) {
      for (int j = 0; j < spanJ; j++) {
        for (int k = 0; k < spanK; k++) {
          int to = shape.index(window.i() + i, window.j() + j, window.k() + k);
          int from = offset + (i * box.j() + j) * box.k() + k;
          weights[to] += 1;
          for (int c = 0; c < sums.length; c++) {
            sums[c][to] += output[from + c * voxels];
          }
        }
      }
    }
  }

  /**
   * The stitched prediction; the stitcher is used up.
   *
   * @throws IllegalStateException if a voxel lies in no window
   */
  public ProbabilityMap finish() {
    for (int v = 0; v < weights.length; v++) {
      if (weights[v] == 0) {
        throw new IllegalStateException(
            "Voxel " + v + " of " + grid.shape() + " lies in no window");
      }
    }
    for (float[] channel : sums) {
      for (int v = 0; v < channel.length; v++) {
        channel[v] /= weights[v];
      }
    }
    return new ProbabilityMap(grid, Arrays.copyOf(sums, sums.length));
  }
}
