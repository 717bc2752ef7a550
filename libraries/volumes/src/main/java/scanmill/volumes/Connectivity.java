package scanmill.volumes;

/**
 * Which voxels are neighbours. On a single slice there are only the neighbours within it.
 *
 * <p>In scipy's words these are {@code generate_binary_structure(3, 1)} to {@code (3, 3)}.
 */
public enum Connectivity {
  /** Voxels that share a face: 6, or 4 in a slice. */
  FACES(1),
  /** Voxels that share at least an edge: 18, or 8 in a slice. */
  EDGES(2),
  /** Voxels that share at least a corner: 26, or 8 in a slice. */
  CORNERS(3);

  private final int axes;

  Connectivity(int axes) {
    this.axes = axes;
  }

  /** Whether a step along several axes at once leads to a neighbour. */
  boolean joins(int di, int dj, int dk) {
    return Math.abs(di) + Math.abs(dj) + Math.abs(dk) <= axes;
  }
}
