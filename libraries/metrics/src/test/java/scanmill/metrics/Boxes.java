package scanmill.metrics;

import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

/** Masks made of boxes. */
final class Boxes {
  private final Grid grid;
  private final float[] data;

  private Boxes(Grid grid) {
    this.grid = grid;
    this.data = new float[grid.shape().length()];
  }

  static Boxes on(GridShape shape, Spacing spacing) {
    return new Boxes(Grid.of(shape, spacing));
  }

  /** Adds a box; the second of each pair of bounds is not in it. */
  Boxes box(int i0, int i1, int j0, int j1, int k0, int k1) {
    for (int k = k0; k < k1; k++) {
      for (int j = j0; j < j1; j++) {
        for (int i = i0; i < i1; i++) {
          data[grid.shape().index(i, j, k)] = 1;
        }
      }
    }
    return this;
  }

  ProbabilityMap map() {
    return new ProbabilityMap(grid, new float[][] {data.clone()});
  }

  LabelMap labels() {
    int[] labels = new int[data.length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = (int) data[v];
    }
    return new LabelMap(grid, labels);
  }

  /** The three objects of the reference that the original's numbers were computed on. */
  static Boxes reference() {
    return on(new GridShape(20, 20, 6), new Spacing(0.5, 0.5, 2))
        .box(2, 6, 2, 6, 1, 3)
        .box(10, 12, 10, 12, 2, 3)
        .box(15, 19, 15, 19, 0, 6);
  }

  /** The four objects of the prediction that the original's numbers were computed on. */
  static Boxes prediction() {
    return on(new GridShape(20, 20, 6), new Spacing(0.5, 0.5, 2))
        .box(3, 6, 2, 6, 1, 3)
        .box(10, 11, 10, 11, 2, 3)
        .box(2, 4, 15, 18, 3, 5)
        .box(15, 19, 15, 18, 0, 6);
  }
}
