package scanmill.transforms;

import java.util.Optional;
import scanmill.volumes.GridShape;

/** The centre of mass of some slices, in voxels. */
record Centre(double i, double j, double k) {

  /**
   * Absent if nothing from slice {@code fromK} to before {@code toK} weighs anything.
   *
   * @param weights of each voxel, at least 0
   */
  static Optional<Centre> of(int[] weights, GridShape n, int fromK, int toK) {
    double sum = 0;
    double sumI = 0;
    double sumJ = 0;
    double sumK = 0;
    int v = n.index(0, 0, fromK);
    for (int k = fromK; k < toK; k++) {
      for (int j = 0; j < n.j(); j++) {
        for (int i = 0; i < n.i(); i++, v++) {
          double weight = weights[v];
          sum += weight;
          sumI += weight * i;
          sumJ += weight * j;
          sumK += weight * k;
        }
      }
    }
    return sum == 0
        ? Optional.empty()
        : Optional.of(new Centre(sumI / sum, sumJ / sum, sumK / sum));
  }

  double axis(int axis) {
    return axis == 0 ? i : axis == 1 ? j : k;
  }
}
