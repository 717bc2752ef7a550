package scanmill.metrics;

import scanmill.volumes.Spacing;

/**
 * When an object of the reference counts as found: if the prediction covers at least so much of it.
 *
 * @param thr at least 0; rounded half to even to voxels, at least one
 */
record Detection(double thr, OverlapUnit unit) {

  Detection {
    require(thr, unit);
  }

  static void require(double thr, OverlapUnit unit) {
    boolean finite = thr >= 0 && !Double.isInfinite(thr);
    if (!finite || (unit == OverlapUnit.RATIO && thr > 1)) {
      throw new IllegalArgumentException(
          "An overlap has a thr of at least 0, as a ratio at most 1; found " + thr);
    }
  }

  long voxels(int objectSize, Spacing spacing) {
    double exact =
        switch (unit) {
          case VOX -> thr;
          case MM3 -> thr / spacing.voxelMm3();
          case RATIO -> thr * objectSize;
        };
    return Math.max(1, (long) Math.rint(exact));
  }
}
