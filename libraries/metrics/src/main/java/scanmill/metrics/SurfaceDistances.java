package scanmill.metrics;

import java.util.Arrays;
import scanmill.volumes.DistanceTransform;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * How far the surfaces of two masks are apart, in millimetres, seen from both sides.
 *
 * <p>The surface of a mask is its voxels that share a face with a voxel outside it; the world
 * beyond the grid is outside, but an axis of one voxel has no beyond, so that slices have outlines.
 * Distances are between voxel centres. Without one of the surfaces nothing is known: every number
 * is NaN.
 */
final class SurfaceDistances {
  private final double[] fromPrediction;
  private final double[] fromReference;

  private SurfaceDistances(double[] fromPrediction, double[] fromReference) {
    this.fromPrediction = fromPrediction;
    this.fromReference = fromReference;
  }

  static SurfaceDistances of(
      boolean[] prediction, boolean[] reference, GridShape shape, Spacing spacing) {
    Extent extent = Extent.of(prediction, reference, shape);
    if (extent.isEmpty()) {
      return new SurfaceDistances(new double[0], new double[0]);
    }
    GridShape box = extent.shape();
    boolean[] a = extent.cut(surface(prediction, shape), shape);
    boolean[] b = extent.cut(surface(reference, shape), shape);
    return new SurfaceDistances(
        sortedDistances(DistanceTransform.squared(b, box, spacing), a),
        sortedDistances(DistanceTransform.squared(a, box, spacing), b));
  }

  /** The distances of the marked voxels only, in millimetres, ascending. */
  private static double[] sortedDistances(double[] squared, boolean[] marked) {
    double[] distances = new double[marked.length];
    int count = 0;
    for (int v = 0; v < marked.length; v++) {
      if (marked[v]) {
        distances[count++] = Math.sqrt(squared[v]);
      }
    }
    double[] sorted = Arrays.copyOf(distances, count);
    Arrays.sort(sorted);
    return sorted;
  }

  private static boolean[] surface(boolean[] mask, GridShape n) {
    boolean[] surface = new boolean[mask.length];
    int slice = n.i() * n.j();
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        int v = n.index(0, j, k);
        for (int i = 0; i < n.i(); i++, v++) {
          surface[v] =
              mask[v]
                  && (open(mask, v, 1, i, n.i())
                      || open(mask, v, n.i(), j, n.j())
                      || open(mask, v, slice, k, n.k()));
        }
      }
    }
    return surface;
  }

  /** Whether a neighbour along one axis is outside. */
  private static boolean open(boolean[] mask, int v, int stride, int index, int count) {
    return count > 1
        && (index == 0 || index == count - 1 || !mask[v - stride] || !mask[v + stride]);
  }

  private boolean exist() {
    return fromPrediction.length > 0 && fromReference.length > 0;
  }

  /** The largest distance from a point of either surface to the other surface. */
  double hausdorffMm() {
    return exist()
        ? Math.max(
            fromPrediction[fromPrediction.length - 1], fromReference[fromReference.length - 1])
        : Double.NaN;
  }

  /**
   * The larger of the two percentiles, one per side, interpolated linearly between ranks.
   *
   * @param percent 0 to 100
   */
  double percentileMm(double percent) {
    return exist()
        ? Math.max(
            Ranks.quantile(fromPrediction, percent / 100),
            Ranks.quantile(fromReference, percent / 100))
        : Double.NaN;
  }

  /** The mean over the points of both surfaces. */
  double meanMm() {
    int points = fromPrediction.length + fromReference.length;
    return exist() ? (sum(fromPrediction) + sum(fromReference)) / points : Double.NaN;
  }

  private static double sum(double[] distances) {
    double sum = 0;
    for (double distance : distances) {
      sum += distance;
    }
    return sum;
  }

  /** The part of the points of both surfaces that are at most so far from the other. */
  double within(double toleranceMm) {
    int points = fromPrediction.length + fromReference.length;
    // A hair more, so that a tolerance of three voxels of 0.1 mm holds three voxels.
    double reach = toleranceMm * (1 + 1e-9);
    return exist()
        ? (atMost(fromPrediction, reach) + atMost(fromReference, reach)) / (double) points
        : Double.NaN;
  }

  private static int atMost(double[] sorted, double reach) {
    int count = 0;
    while (count < sorted.length && sorted[count] <= reach) {
      count++;
    }
    return count;
  }
}
