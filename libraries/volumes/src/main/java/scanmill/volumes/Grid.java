package scanmill.volumes;

/**
 * Where voxels lie in the world: how many there are, and where each one is.
 *
 * @param affine voxel to world, RAS+ millimetres
 */
public record Grid(GridShape shape, Affine affine) {

  /** A grid along the world's axes, its first voxel's centre in the origin. */
  public static Grid of(GridShape shape, Spacing spacing) {
    return new Grid(shape, Affine.scaling(spacing));
  }

  public Spacing spacing() {
    return affine.spacing();
  }

  public Orientation orientation() {
    return Orientation.of(affine);
  }

  /**
   * Whether voxel {@code (i, j, k)} of both grids is at the same place.
   *
   * @param toleranceMm how far corresponding corners may be apart
   */
  public boolean alignedWith(Grid other, double toleranceMm) {
    if (!shape.equals(other.shape)) {
      return false;
    }
    for (int corner = 0; corner < 8; corner++) {
      double i = (corner & 1) == 0 ? 0 : shape.i() - 1;
      double j = (corner & 2) == 0 ? 0 : shape.j() - 1;
      double k = (corner & 4) == 0 ? 0 : shape.k() - 1;
      double[] a = affine.toWorld(i, j, k);
      double[] b = other.affine.toWorld(i, j, k);
      if (Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]) > toleranceMm) {
        return false;
      }
    }
    return true;
  }

  /**
   * The same voxels at the same places, with axes swapped and turned so that they point to where
   * {@code to} says.
   */
  public Grid reoriented(Orientation to) {
    AxisMap map = AxisMap.between(orientation(), to);
    return new Grid(map.apply(shape), affine.times(map.asAffine(shape)));
  }

  /** The part of this grid inside a window. */
  public Grid window(Window window) {
    double[] m = affine.rowMajor();
    double[] origin = affine.toWorld(window.i(), window.j(), window.k());
    for (int r = 0; r < 3; r++) {
      m[r * 4 + 3] = origin[r];
    }
    return new Grid(window.shape(), Affine.of(m));
  }
}
