package scanmill.transforms;

import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;

/**
 * Mirrors the order of voxels along some axes. The grid is mirrored with them, so every voxel stays
 * where it is in the world, and what was {@code RAS} may become {@code LAS}.
 *
 * @param i whether axis i is reversed; likewise {@code j} and {@code k}
 */
public record Reversed(boolean i, boolean j, boolean k) implements GeometricTransform {

  @Override
  public Grid after(Grid before) {
    GridShape n = before.shape();
    Affine index =
        Affine.of(
            i ? -1 : 1,
            0,
            0,
            i ? n.i() - 1 : 0, //
            0,
            j ? -1 : 1,
            0,
            j ? n.j() - 1 : 0, //
            0,
            0,
            k ? -1 : 1,
            k ? n.k() - 1 : 0);
    return new Grid(n, before.affine().times(index));
  }

  @Override
  public float[] move(float[] data, Grid before, int order) {
    return flip(data, before.shape());
  }

  private float[] flip(float[] data, GridShape n) {
    float[] out = new float[data.length];
    int o = 0;
    for (int z = 0; z < n.k(); z++) {
      for (int y = 0; y < n.j(); y++) {
        int row = n.index(0, j ? n.j() - 1 - y : y, k ? n.k() - 1 - z : z);
        for (int x = 0; x < n.i(); x++) {
          out[o++] = data[i ? row + n.i() - 1 - x : row + x];
        }
      }
    }
    return out;
  }

  @Override
  public int[] move(int[] labels, Grid before) {
    GridShape n = before.shape();
    int[] out = new int[labels.length];
    int o = 0;
    for (int z = 0; z < n.k(); z++) {
      for (int y = 0; y < n.j(); y++) {
        int row = n.index(0, j ? n.j() - 1 - y : y, k ? n.k() - 1 - z : z);
        for (int x = 0; x < n.i(); x++) {
          out[o++] = labels[i ? row + n.i() - 1 - x : row + x];
        }
      }
    }
    return out;
  }

  @Override
  public float[] moveBack(float[] data, GridShape after, GridShape before) {
    return flip(data, after);
  }
}
