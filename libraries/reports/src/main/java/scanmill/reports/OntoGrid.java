package scanmill.reports;

import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;

/** Masks brought onto another grid: each voxel takes the value of the nearest one. */
public final class OntoGrid {
  private OntoGrid() {}

  /** Voxels of {@code grid} that lie outside of the map become 0. */
  public static ProbabilityMap nearest(ProbabilityMap map, Grid grid) {
    Affine toIndex = map.grid().affine().inverse().times(grid.affine());
    GridShape from = map.shape();
    GridShape to = grid.shape();
    float[][] channels = new float[map.classes()][to.length()];
    int v = 0;
    for (int k = 0; k < to.k(); k++) {
      for (int j = 0; j < to.j(); j++) {
        for (int i = 0; i < to.i(); i++, v++) {
          double[] at = toIndex.toWorld(i, j, k);
          long x = Math.round(at[0]);
          long y = Math.round(at[1]);
          long z = Math.round(at[2]);
          if (x >= 0 && y >= 0 && z >= 0 && x < from.i() && y < from.j() && z < from.k()) {
            int source = from.index((int) x, (int) y, (int) z);
            for (int c = 0; c < channels.length; c++) {
              channels[c][v] = map.channel(c)[source];
            }
          }
        }
      }
    }
    return new ProbabilityMap(grid, channels);
  }
}
