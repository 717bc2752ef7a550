package scanmill.volumes;

/**
 * How many voxels there are along each axis.
 *
 * @param i voxels along the fastest axis, at least 1
 */
public record GridShape(int i, int j, int k) {

  public GridShape {
    if (i < 1 || j < 1 || k < 1) {
      throw new IllegalArgumentException(
          "Every axis has at least one voxel; found " + i + "x" + j + "x" + k);
    }
  }

  /** Voxel count of an axis: 0 is i, 1 is j, 2 is k. */
  public int axis(int axis) {
    return switch (axis) {
      case 0 -> i;
      case 1 -> j;
      case 2 -> k;
      default -> throw new IllegalArgumentException("Axes are 0, 1 and 2; found " + axis);
    };
  }

  /** This shape with one axis changed. */
  public GridShape with(int axis, int count) {
    return new GridShape(axis == 0 ? count : i, axis == 1 ? count : j, axis == 2 ? count : k);
  }

  /** All voxels; up to 2^93, hence checked. */
  public long voxels() {
    return Math.multiplyExact(Math.multiplyExact((long) i, (long) j), (long) k);
  }

  /**
   * All voxels, as the length of one array.
   *
   * @throws ArithmeticException if they do not fit in one
   */
  public int length() {
    return Math.toIntExact(voxels());
  }

  /** Position of a voxel in a flat array: {@code i + ni * (j + nj * k)}. */
  public int index(int i, int j, int k) {
    return i + this.i * (j + this.j * k);
  }

  @Override
  public String toString() {
    return i + "x" + j + "x" + k;
  }
}
