package scanmill.transforms;

import java.util.List;
import java.util.SplittableRandom;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/** Small images whose content is known. */
final class Phantom {
  static final Spacing MM = new Spacing(1, 1, 1);

  private Phantom() {}

  /** A slice written as a matrix, H rows by W columns: row is i, column is j. */
  static Volume slice(int rows, int columns, double... rowMajor) {
    GridShape shape = new GridShape(rows, columns, 1);
    float[] data = new float[shape.length()];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        data[shape.index(i, j, 0)] = (float) rowMajor[i * columns + j];
      }
    }
    return new Volume(Grid.of(shape, MM), data);
  }

  /** One row of a slice, as its matrix is written. */
  static double[] row(Volume slice, int i) {
    double[] row = new double[slice.shape().j()];
    for (int j = 0; j < row.length; j++) {
      row[j] = slice.at(i, j, 0);
    }
    return row;
  }

  static ProbabilityMap soft(Volume volume) {
    return new ProbabilityMap(volume.grid(), new float[][] {volume.data()});
  }

  /** An ellipsoid in the middle, its half axes a given part of the grid's. */
  static Volume ellipsoid(Grid grid, double part) {
    GridShape n = grid.shape();
    float[] data = new float[n.length()];
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        for (int i = 0; i < n.i(); i++) {
          double x = (2 * i + 1.0 - n.i()) / (part * n.i());
          double y = (2 * j + 1.0 - n.j()) / (part * n.j());
          double z = (2 * k + 1.0 - n.k()) / (part * n.k());
          data[n.index(i, j, k)] = x * x + y * y + z * z <= 1 ? 1 : 0;
        }
      }
    }
    return new Volume(grid, data);
  }

  static Volume noise(Grid grid, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] data = new float[grid.shape().length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = (float) random.nextDouble();
    }
    return new Volume(grid, data);
  }

  /** A sample of nothing but a grid, for what does not look further. */
  static Sample on(Grid grid) {
    return Sample.of(List.of(new Volume(grid, new float[grid.shape().length()])));
  }

  static LabelMap labels(Volume volume) {
    int[] labels = new int[volume.data().length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = Math.round(volume.data()[v]);
    }
    return new LabelMap(volume.grid(), labels);
  }

  static Sample sample(Volume image) {
    return Sample.of(List.of(image)).withTruth(soft(image)).withRegion(labels(image));
  }

  static double dice(float[] a, float[] b) {
    double both = 0;
    double sum = 0;
    for (int v = 0; v < a.length; v++) {
      boolean x = a[v] >= 0.5;
      boolean y = b[v] >= 0.5;
      both += x && y ? 2 : 0;
      sum += (x ? 1 : 0) + (y ? 1 : 0);
    }
    return both / sum;
  }
}
