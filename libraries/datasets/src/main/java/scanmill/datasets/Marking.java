package scanmill.datasets;

import java.util.ArrayList;
import java.util.List;
import scanmill.transforms.Sample;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Window;

/** Looks through places of a sample for what filters need to know of them. */
final class Marking {
  private Marking() {}

  /**
   * @param windows may reach beyond the grid, where everything is 0
   * @param present the channels that count
   * @param raters the truth has all classes of the first, then those of the next
   */
  static Marks of(Sample sample, List<Window> windows, List<Boolean> present, int raters) {
    GridShape shape = sample.grid().shape();
    StringBuilder constant = new StringBuilder(windows.size());
    for (Window window : windows) {
      boolean any = false;
      for (int c = 0; c < present.size() && !any; c++) {
        any = present.get(c) && constant(sample.channels().get(c).data(), shape, window);
      }
      constant.append(any ? '1' : '0');
    }
    List<String> classes = new ArrayList<>();
    if (sample.truth().isPresent() && raters > 0) {
      ProbabilityMap truth = sample.truth().get();
      int count = truth.classes() / raters;
      for (int c = 0; c < count; c++) {
        boolean[] seen = new boolean[windows.size()];
        for (int r = 0; r < raters; r++) {
          see(truth.channel(r * count + c), shape, windows, seen);
        }
        StringBuilder letters = new StringBuilder(seen.length);
        for (boolean one : seen) {
          letters.append(one ? '1' : '0');
        }
        classes.add(letters.toString());
      }
    }
    return new Marks(constant.toString(), classes);
  }

  /** Voxels of the region in each slice across k; empty without a region. */
  static List<Integer> regionVoxels(Sample sample) {
    List<Integer> voxels = new ArrayList<>();
    sample
        .region()
        .ifPresent(
            region -> {
              int slice = region.shape().i() * region.shape().j();
              int[] data = region.data();
              for (int from = 0; from < data.length; from += slice) {
                int count = 0;
                for (int v = from; v < from + slice; v++) {
                  count += data[v] != 0 ? 1 : 0;
                }
                voxels.add(count);
              }
            });
    return voxels;
  }

  private static boolean constant(float[] data, GridShape shape, Window window) {
    GridShape box = window.shape();
    boolean inside = window.inside(shape);
    float first = inside ? data[shape.index(window.i(), window.j(), window.k())] : 0;
    int spanI = Math.min(box.i(), shape.i() - window.i());
    int spanJ = Math.min(box.j(), shape.j() - window.j());
    int spanK = Math.min(box.k(), shape.k() - window.k());
    for (int k = 0; k < spanK; k++) {
      for (int j = 0; j < spanJ; j++) {
        int from = shape.index(window.i(), window.j() + j, window.k() + k);
        for (int v = from; v < from + spanI; v++) {
          if (data[v] != first) {
            return false;
          }
        }
      }
    }
    return true;
  }

  /** Marks the windows in which a class has a voxel; looks only where it has any at all. */
  private static void see(float[] data, GridShape shape, List<Window> windows, boolean[] seen) {
    int[] low = {shape.i(), shape.j(), shape.k()};
    int[] high = {-1, -1, -1};
    int v = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        for (int i = 0; i < shape.i(); i++, v++) {
          if (data[v] != 0) {
            low[0] = Math.min(low[0], i);
            low[1] = Math.min(low[1], j);
            low[2] = Math.min(low[2], k);
            high[0] = Math.max(high[0], i);
            high[1] = Math.max(high[1], j);
            high[2] = Math.max(high[2], k);
          }
        }
      }
    }
    for (int n = 0; n < seen.length; n++) {
      seen[n] = seen[n] || any(data, shape, windows.get(n), low, high);
    }
  }

  private static boolean any(float[] data, GridShape shape, Window window, int[] low, int[] high) {
    int fromI = Math.max(low[0], window.i());
    int toI = Math.min(high[0] + 1, window.i() + window.shape().i());
    int toJ = Math.min(high[1] + 1, window.j() + window.shape().j());
    int toK = Math.min(high[2] + 1, window.k() + window.shape().k());
    for (int k = Math.max(low[2], window.k()); k < toK; k++) {
      for (int j = Math.max(low[1], window.j()); j < toJ; j++) {
        for (int i = fromI; i < toI; i++) {
          if (data[shape.index(i, j, k)] != 0) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
