package scanmill.postprocessing;

import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * Fills the cavities of every class. Values are first made hard: at least 0.5 becomes 1.
 *
 * <p>A cavity is background, its voxels joined by corners, that does not reach the border: a wall
 * that leaks through a corner holds nothing. Along an axis of one voxel there is no border, so that
 * a ring on a single slice is filled.
 */
public record FillHoles() implements ClassByClass {
  private static final float HARD = 0.5f;

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    boolean[] background = new boolean[values.length];
    for (int v = 0; v < background.length; v++) {
      background[v] = !(values[v] >= HARD);
    }
    ConnectedComponents regions = ConnectedComponents.of(background, shape, Connectivity.CORNERS);
    boolean[] outside = reachingTheBorder(regions, shape);
    int[] labels = regions.labels();
    float[] filled = new float[values.length];
    for (int v = 0; v < filled.length; v++) {
      filled[v] = outside[labels[v]] ? 0 : 1;
    }
    return filled;
  }

  /** By label; false for 0, which is the object itself. */
  private static boolean[] reachingTheBorder(ConnectedComponents regions, GridShape n) {
    boolean[] outside = new boolean[regions.count() + 1];
    int[] labels = regions.labels();
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        boolean whole = atBorder(j, n.j()) || atBorder(k, n.k());
        int row = n.index(0, j, k);
        if (whole) {
          for (int i = 0; i < n.i(); i++) {
            outside[labels[row + i]] = true;
          }
        } else if (n.i() > 1) {
          outside[labels[row]] = true;
          outside[labels[row + n.i() - 1]] = true;
        }
      }
    }
    outside[0] = false;
    return outside;
  }

  private static boolean atBorder(int index, int count) {
    return count > 1 && (index == 0 || index == count - 1);
  }
}
