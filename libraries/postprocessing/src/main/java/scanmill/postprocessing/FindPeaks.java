package scanmill.postprocessing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import scanmill.specs.Default;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * From a heat map to key points: the highest voxel of each neighbourhood becomes 1, all others 0.
 * For networks that point at things, such as discs.
 *
 * @param minDistance two points are farther apart than so many voxels along at least one axis; at
 *     least 1, at most 100. The higher one stays, of equals the first
 * @param threshold points have at least so much of the class's highest value, from 0 to 1
 */
public record FindPeaks(@Default("5") int minDistance, @Default("0.3") double threshold)
    implements ClassByClass {

  public FindPeaks {
    if (minDistance < 1 || minDistance > 100) {
      throw new IllegalArgumentException(
          "find_peaks needs min_distance from 1 to 100; found " + minDistance);
    }
    if (!(threshold >= 0 && threshold <= 1)) {
      throw new IllegalArgumentException(
          "find_peaks needs threshold from 0 to 1; found " + threshold);
    }
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    float[] points = new float[values.length];
    boolean[] taken = new boolean[values.length];
    for (int candidate : candidates(values, shape)) {
      if (!taken[candidate]) {
        take(taken, candidate, shape);
        points[candidate] = 1;
      }
    }
    return points;
  }

  /** The highest voxels of their neighbourhoods, highest first. */
  private List<Integer> candidates(float[] values, GridShape shape) {
    float[] highest = values.clone();
    int stride = 1;
    for (int axis = 0; axis < 3; axis++) {
      highest = highestAlong(highest, shape.axis(axis), stride);
      stride *= shape.axis(axis);
    }
    float top = 0;
    for (float value : values) {
      top = Math.max(top, value);
    }
    List<Integer> candidates = new ArrayList<>();
    for (int v = 0; v < values.length; v++) {
      if (values[v] > 0 && values[v] >= highest[v] && values[v] >= threshold * top) {
        candidates.add(v);
      }
    }
    candidates.sort(Comparator.comparing(v -> -values[v]));
    return candidates;
  }

  private float[] highestAlong(float[] values, int count, int stride) {
    float[] highest = new float[values.length];
    for (int v = 0; v < values.length; v++) {
      int at = v / stride % count;
      int from = v - Math.min(at, minDistance) * stride;
      int to = v + Math.min(count - 1 - at, minDistance) * stride;
      float most = values[from];
      for (int other = from + stride; other <= to; other += stride) {
        most = Math.max(most, values[other]);
      }
      highest[v] = most;
    }
    return highest;
  }

  /** The neighbourhood of a point has no other. */
  private void take(boolean[] taken, int point, GridShape n) {
    int i = point % n.i();
    int j = point / n.i() % n.j();
    int k = point / n.i() / n.j();
    int first = Math.max(0, i - minDistance);
    int end = Math.min(n.i(), i + minDistance + 1);
    for (int z = Math.max(0, k - minDistance); z < Math.min(n.k(), k + minDistance + 1); z++) {
      for (int y = Math.max(0, j - minDistance); y < Math.min(n.j(), j + minDistance + 1); y++) {
        Arrays.fill(taken, n.index(first, y, z), n.index(first, y, z) + end - first, true);
      }
    }
  }
}
