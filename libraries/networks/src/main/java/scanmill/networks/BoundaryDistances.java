package scanmill.networks;

import java.util.stream.IntStream;
import scanmill.volumes.DistanceTransform;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/** Signed distances, in voxels, from the boundary of every class of every sample of a batch. */
final class BoundaryDistances {
  private static final float HARD = 0.5f;
  private static final double HALF_A_VOXEL = 0.5;
  private static final Spacing VOXELS = new Spacing(1, 1, 1);

  private BoundaryDistances() {}

  /**
   * @param targets last axis fastest
   * @param shape (N, C, H, W) or (N, C, H, W, D)
   * @return of the same shape; below 0 inside, 0 everywhere where there is no boundary
   */
  static float[] of(float[] targets, long[] shape) {
    // The fastest axis is i.
    GridShape space =
        shape.length == 4
            ? new GridShape((int) shape[3], (int) shape[2], 1)
            : new GridShape((int) shape[4], (int) shape[3], (int) shape[2]);
    int voxels = space.length();
    float[] distances = new float[targets.length];
    IntStream.range(0, targets.length / voxels)
        .parallel()
        .forEach(map -> fill(targets, distances, map * voxels, space));
    return distances;
  }

  private static void fill(float[] targets, float[] distances, int from, GridShape space) {
    int voxels = space.length();
    boolean[] inside = new boolean[voxels];
    boolean[] outside = new boolean[voxels];
    int count = 0;
    for (int v = 0; v < voxels; v++) {
      inside[v] = targets[from + v] >= HARD;
      outside[v] = !inside[v];
      count += inside[v] ? 1 : 0;
    }
    if (count == 0 || count == voxels) {
      return;
    }
    double[] toInside = DistanceTransform.squared(inside, space, VOXELS);
    double[] toOutside = DistanceTransform.squared(outside, space, VOXELS);
    for (int v = 0; v < voxels; v++) {
      double distance =
          inside[v]
              ? HALF_A_VOXEL - Math.sqrt(toOutside[v])
              : Math.sqrt(toInside[v]) - HALF_A_VOXEL;
      distances[from + v] = (float) distance;
    }
  }
}
