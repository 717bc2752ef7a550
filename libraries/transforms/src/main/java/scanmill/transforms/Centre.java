package scanmill.transforms;

import java.util.Optional;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;

/** The mean place of the labelled voxels of some slices, in voxels. */
record Centre(double i, double j, double k) {

  /** Absent if no voxel from slice {@code fromK} to before {@code toK} is labelled. */
  static Optional<Centre> of(LabelMap labels, int fromK, int toK) {
    GridShape n = labels.shape();
    int[] data = labels.data();
    long count = 0;
    long sumI = 0;
    long sumJ = 0;
    long sumK = 0;
    int v = n.index(0, 0, fromK);
    for (int k = fromK; k < toK; k++) {
      for (int j = 0; j < n.j(); j++) {
        for (int i = 0; i < n.i(); i++, v++) {
          if (data[v] != 0) {
            count++;
            sumI += i;
            sumJ += j;
            sumK += k;
          }
        }
      }
    }
    double voxels = count;
    return count == 0
        ? Optional.empty()
        : Optional.of(new Centre(sumI / voxels, sumJ / voxels, sumK / voxels));
  }

  double axis(int axis) {
    return axis == 0 ? i : axis == 1 ? j : k;
  }
}
