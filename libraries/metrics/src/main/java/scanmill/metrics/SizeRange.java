package scanmill.metrics;

/**
 * Sizes of objects that are looked at together.
 *
 * @param from fewest voxels
 * @param to most voxels, not less
 * @param name as in ivadomed's columns: {@code 0-20vox}
 */
record SizeRange(long from, long to, String name) {
  /** Every object. */
  static final SizeRange ALL = new SizeRange(0, Long.MAX_VALUE, "all");

  boolean holds(int voxels) {
    return voxels >= from && voxels <= to;
  }
}
