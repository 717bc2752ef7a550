package scanmill.volumes;

/** Distance between neighbouring voxel centres along each axis, in millimetres; positive. */
public record Spacing(double iMm, double jMm, double kMm) {

  public Spacing {
    if (!(iMm > 0 && jMm > 0 && kMm > 0) || !Double.isFinite(iMm + jMm + kMm)) {
      throw new IllegalArgumentException(
          "Spacing is positive and finite; found " + iMm + ", " + jMm + ", " + kMm + " mm");
    }
  }

  /** Spacing along an axis in millimetres: 0 is i, 1 is j, 2 is k. */
  public double axis(int axis) {
    return switch (axis) {
      case 0 -> iMm;
      case 1 -> jMm;
      case 2 -> kMm;
      default -> throw new IllegalArgumentException("Axes are 0, 1 and 2; found " + axis);
    };
  }

  public double voxelMm3() {
    return iMm * jMm * kMm;
  }
}
