package scanmill.volumes;

import java.util.Arrays;
import java.util.Optional;

/**
 * Voxel indices to world coordinates: {@code (x, y, z, 1) = A (i, j, k, 1)}, in RAS+ millimetres.
 *
 * <p>Invertible and finite by construction. Immutable.
 */
public final class Affine {
  /** Voxels flatter than this, as a share of their edges' product, have no inside. */
  private static final double FLATTEST = 1e-6;

  private final double[] m; // row-major 3x4

  private Affine(double[] m) {
    this.m = m;
    if (!invertible(m)) {
      throw new IllegalArgumentException(
          "An affine is finite and invertible; found " + Arrays.toString(m));
    }
  }

  private static boolean invertible(double[] m) {
    double volume = Math.abs(determinant(m));
    boolean invertible = volume > 0 && Double.isFinite(volume);
    for (int c = 0; c < 3; c++) {
      double length = length(m, c);
      invertible &= length > 0 && Double.isFinite(length) && Double.isFinite(m[c * 4 + 3]);
    }
    return invertible;
  }

  /**
   * @param rowMajor the upper three rows, 12 numbers, row by row
   * @throws IllegalArgumentException if a number is not finite or the matrix cannot be inverted
   */
  public static Affine of(double... rowMajor) {
    return find(rowMajor)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "An affine is finite and invertible; found " + Arrays.toString(rowMajor)));
  }

  /** Like {@link #of}, absent where the numbers are not finite or the matrix not invertible. */
  static Optional<Affine> find(double... rowMajor) {
    if (rowMajor.length != 12) {
      throw new IllegalArgumentException("An affine has 12 numbers; found " + rowMajor.length);
    }
    double lengths = length(rowMajor, 0) * length(rowMajor, 1) * length(rowMajor, 2);
    return invertible(rowMajor) && Math.abs(determinant(rowMajor)) > FLATTEST * lengths
        ? Optional.of(new Affine(rowMajor.clone()))
        : Optional.empty();
  }

  /** Length of a column, which is the spacing along an axis; never under- nor overflows. */
  private static double length(double[] m, int c) {
    return Math.hypot(Math.hypot(m[c], m[4 + c]), m[8 + c]);
  }

  /** Axes along the world's axes, the first voxel's centre in the origin. */
  public static Affine scaling(Spacing s) {
    return of(s.iMm(), 0, 0, 0, 0, s.jMm(), 0, 0, 0, 0, s.kMm(), 0);
  }

  public static Affine identity() {
    return scaling(new Spacing(1, 1, 1));
  }

  public double get(int row, int column) {
    return m[row * 4 + column];
  }

  /** The upper three rows, row by row; a copy. */
  public double[] rowMajor() {
    return m.clone();
  }

  /** World coordinates of a point given in (fractional) voxel indices. */
  public double[] toWorld(double i, double j, double k) {
    double[] xyz = new double[3];
    for (int r = 0; r < 3; r++) {
      xyz[r] = get(r, 0) * i + get(r, 1) * j + get(r, 2) * k + get(r, 3);
    }
    return xyz;
  }

  /** First {@code other}, then this: {@code this * other}. */
  public Affine times(Affine other) {
    double[] product = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 4; c++) {
        double sum = c == 3 ? get(r, 3) : 0;
        for (int n = 0; n < 3; n++) {
          sum += get(r, n) * other.get(n, c);
        }
        product[r * 4 + c] = sum;
      }
    }
    return new Affine(product);
  }

  public Affine inverse() {
    double d = determinant();
    double[] v = new double[12];
    for (int r = 0; r < 3; r++) {
      for (int c = 0; c < 3; c++) {
        int a = (c + 1) % 3;
        int b = (c + 2) % 3;
        int e = (r + 1) % 3;
        int f = (r + 2) % 3;
        v[r * 4 + c] = (get(a, e) * get(b, f) - get(a, f) * get(b, e)) / d;
      }
    }
    for (int r = 0; r < 3; r++) {
      v[r * 4 + 3] = -(v[r * 4] * get(0, 3) + v[r * 4 + 1] * get(1, 3) + v[r * 4 + 2] * get(2, 3));
    }
    return new Affine(v);
  }

  /** Signed volume of a voxel in cubic millimetres; negative if the axes are left-handed. */
  public double determinant() {
    return determinant(m);
  }

  private static double determinant(double[] m) {
    return m[0] * (m[5] * m[10] - m[6] * m[9])
        - m[1] * (m[4] * m[10] - m[6] * m[8])
        + m[2] * (m[4] * m[9] - m[5] * m[8]);
  }

  public Spacing spacing() {
    return new Spacing(length(m, 0), length(m, 1), length(m, 2));
  }

  /** Largest difference between any two numbers of the matrices. */
  public double distance(Affine other) {
    double largest = 0;
    for (int n = 0; n < 12; n++) {
      largest = Math.max(largest, Math.abs(m[n] - other.m[n]));
    }
    return largest;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Affine a && Arrays.equals(m, a.m);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(m);
  }

  @Override
  public String toString() {
    return "Affine" + Arrays.toString(m);
  }
}
