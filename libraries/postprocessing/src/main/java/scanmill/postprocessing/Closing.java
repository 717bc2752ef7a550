package scanmill.postprocessing;

import scanmill.specs.Default;
import scanmill.volumes.DistanceTransform;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * Closes gaps and smooths dents that a ball does not fit into, in every class: what the ball covers
 * when it is rolled along the outside stays outside. Values are first made hard: at least 0.5
 * becomes 1. On a single slice the ball is a disc. Serra, Image Analysis and Mathematical
 * Morphology, 1982.
 *
 * @param radiusMm of the ball, above 0 and at most 100
 */
public record Closing(@Default("1") double radiusMm) implements ClassByClass {
  private static final float HARD = 0.5f;
  private static final double LARGEST_MM = 100;

  public Closing {
    if (!(radiusMm > 0 && radiusMm <= LARGEST_MM)) {
      throw new IllegalArgumentException(
          "closing needs radius_mm above 0 and at most 100; found " + radiusMm);
    }
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    // The world goes on beyond the grid, so that objects do not stick to its border.
    int i = margin(0, shape, spacing);
    int j = margin(1, shape, spacing);
    int k = margin(2, shape, spacing);
    GridShape wide = new GridShape(shape.i() + 2 * i, shape.j() + 2 * j, shape.k() + 2 * k);
    boolean[] mask = new boolean[wide.length()];
    for (int v = 0; v < values.length; v++) {
      mask[moved(v, shape, wide, i, j, k)] = values[v] >= HARD;
    }
    boolean[] beyond = farther(mask, wide, spacing);
    boolean[] closed = farther(beyond, wide, spacing);
    float[] changed = new float[values.length];
    for (int v = 0; v < changed.length; v++) {
      changed[v] = closed[moved(v, shape, wide, i, j, k)] ? 1 : 0;
    }
    return changed;
  }

  private int margin(int axis, GridShape shape, Spacing spacing) {
    return shape.axis(axis) == 1 ? 0 : 1 + (int) (radiusMm / spacing.axis(axis));
  }

  private static int moved(int v, GridShape from, GridShape to, int i, int j, int k) {
    int row = v / from.i();
    return to.index(v % from.i() + i, row % from.j() + j, row / from.j() + k);
  }

  /** The voxels that the ball does not reach from the marked ones. */
  private boolean[] farther(boolean[] marked, GridShape shape, Spacing spacing) {
    double[] squared = DistanceTransform.squared(marked, shape, spacing);
    double reach = radiusMm * radiusMm * (1 + 1e-9);
    boolean[] farther = new boolean[marked.length];
    for (int v = 0; v < farther.length; v++) {
      farther[v] = squared[v] > reach;
    }
    return farther;
  }
}
