package scanmill.volumes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Puts windows of a prediction back together: where windows overlap, a weighted mean of what they
 * say.
 *
 * <p>Weights are products of one weight per axis, and add up to 1 at every voxel, so that memory is
 * that of the result: there is no volume of weights. The result depends on the windows and the
 * order in which they come, never on batches or threads. Not thread-safe.
 */
public final class Stitcher {
  private final Grid grid;
  private final float[][] sums;
  private final GridShape box;
  private final List<Map<Integer, float[]>> weights = new ArrayList<>();

  /**
   * @param windows all that will be added or left out, of one shape: every combination of some
   *     beginnings along i, j and k, such that every voxel is in one
   * @param classes channels of the prediction
   */
  public Stitcher(Grid grid, List<Window> windows, int classes, Blend blend) {
    this.grid = grid;
    this.box = windows.get(0).shape();
    List<SortedSet<Integer>> starts = List.of(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    for (Window window : windows) {
      if (!window.shape().equals(box)) {
        throw new IllegalArgumentException("Windows are of one shape; found " + window);
      }
      starts.get(0).add(window.i());
      starts.get(1).add(window.j());
      starts.get(2).add(window.k());
    }
    long combinations = 1;
    for (int axis = 0; axis < 3; axis++) {
      combinations *= starts.get(axis).size();
      weights.add(weights(starts.get(axis), axis, blend));
    }
    if (combinations != windows.size()) {
      throw new IllegalArgumentException(
          combinations + " windows begin at these places; found " + windows.size());
    }
    this.sums = new float[classes][grid.shape().length()];
  }

  /** For each beginning along an axis, what its windows count at each place. */
  private Map<Integer, float[]> weights(SortedSet<Integer> starts, int axis, Blend blend) {
    int length = box.axis(axis);
    int size = grid.shape().axis(axis);
    double[] together = new double[size];
    for (int start : starts) {
      for (int n = 0; n < length && start + n < size; n++) {
        together[start + n] += blend.weight(n, length);
      }
    }
    for (int place = 0; place < size; place++) {
      if (together[place] == 0) {
        throw new IllegalArgumentException(
            "Voxel " + place + " of axis " + axis + " lies in no window");
      }
    }
    Map<Integer, float[]> byStart = new HashMap<>();
    for (int start : starts) {
      float[] weight = new float[Math.min(length, size - start)];
      for (int n = 0; n < weight.length; n++) {
        weight[n] = (float) (blend.weight(n, length) / together[start + n]);
      }
      byStart.put(start, weight);
    }
    return byStart;
  }

  private float[] weights(int axis, int start) {
    float[] found = weights.get(axis).get(start);
    if (found == null) {
      throw new IllegalArgumentException("No window begins at " + start + " of axis " + axis);
    }
    return found;
  }

  /**
   * Adds one window of a network's output.
   *
   * @param output (C, I, J, K) with k fastest, as networks write it
   * @param offset where this window's values begin in {@code output}
   * @param window the part beyond the grid is left out
   */
  public void add(Window window, float[] output, int offset) {
    for (int c = 0; c < sums.length; c++) {
      int from = offset + c * box.length();
      add(window, output, c, from, box.j() * box.k(), box.k(), 1);
    }
  }

  /** Adds one window that lies on the window's own grid. */
  public void add(Window window, ProbabilityMap prediction) {
    Voxels.requireLength("A window", prediction.channel(0).length, box);
    for (int c = 0; c < sums.length; c++) {
      add(window, prediction.channel(c), c, 0, 1, box.i(), box.i() * box.j());
    }
  }

  private void add(
      Window window, float[] values, int c, int offset, int stepI, int stepJ, int stepK) {
    float[] ofI = weights(0, window.i());
    float[] ofJ = weights(1, window.j());
    float[] ofK = weights(2, window.k());
    float[] sum = sums[c];
    for (int k = 0; k < ofK.length; k++) {
      for (int j = 0; j < ofJ.length; j++) {
        int to = grid.shape().index(window.i(), window.j() + j, window.k() + k);
        int from = offset + j * stepJ + k * stepK;
        float weight = ofJ[j] * ofK[k];
        for (int i = 0; i < ofI.length; i++, to++, from += stepI) {
          sum[to] += ofI[i] * weight * values[from];
        }
      }
    }
  }

  /** The stitched prediction, 0 in windows that were left out; the stitcher is used up. */
  public ProbabilityMap finish() {
    return new ProbabilityMap(grid, sums);
  }
}
