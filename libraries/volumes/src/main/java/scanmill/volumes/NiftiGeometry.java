package scanmill.volumes;

import java.util.Optional;
import scanmill.problems.BadInputException;

/**
 * Where a header says the voxels lie: sform where its code is positive, else quaternion where its
 * code is positive, else voxel sizes alone. And the way back.
 *
 * <p>See the NIfTI-1 standard, "3D image (volume) orientation and location in space".
 */
final class NiftiGeometry {
  private static final int METRES = 1;
  private static final int MILLIMETRES = 2;
  private static final int MICROMETRES = 3;
  private static final double SMALLEST_MM = 1e-7;
  private static final double LARGEST_MM = 1e5;

  private NiftiGeometry() {}

  static Affine read(NiftiBytes bytes, GridShape shape, String name) {
    double[] m;
    String where;
    if (bytes.whole(NiftiField.SFORM_CODE, 0) > 0) {
      m = sform(bytes);
      where = "sform";
    } else if (bytes.whole(NiftiField.QFORM_CODE, 0) > 0) {
      m = qform(bytes, shape);
      where = "qform";
    } else {
      m = new double[12];
      for (int a = 0; a < 3; a++) {
        m[a * 5] = voxelSize(bytes, a, shape);
      }
      where = "voxel size";
    }
    double mm = millimetresPerUnit(bytes);
    for (int n = 0; n < 12; n++) {
      m[n] *= mm;
    }
    return Affine.find(m)
        .filter(affine -> believable(affine.spacing()))
        .orElseThrow(
            () ->
                BadInputException.of(
                    "nifti-affine",
                    "The "
                        + where
                        + " of "
                        + name
                        + " must place voxels by a finite, invertible matrix with edges of 1e-7 to"
                        + " 1e5 mm; it does not.",
                    "Export the scan again, or repair its header (fslorient, nifti_tool)."));
  }

  private static boolean believable(Spacing spacing) {
    for (int a = 0; a < 3; a++) {
      if (!(spacing.axis(a) >= SMALLEST_MM && spacing.axis(a) <= LARGEST_MM)) {
        return false;
      }
    }
    return true;
  }

  private static double[] sform(NiftiBytes bytes) {
    double[] m = new double[12];
    for (int n = 0; n < 12; n++) {
      m[n] = bytes.real(NiftiField.SROW, n);
    }
    return m;
  }

  private static double[] qform(NiftiBytes bytes, GridShape shape) {
    double b = bytes.real(NiftiField.QUATERN, 0);
    double c = bytes.real(NiftiField.QUATERN, 1);
    double d = bytes.real(NiftiField.QUATERN, 2);
    double a = 1 - (b * b + c * c + d * d);
    if (a < 1e-7) { // a half turn; rounding may have made the vector a little too long
      double length = Math.sqrt(b * b + c * c + d * d);
      b /= length;
      c /= length;
      d /= length;
      a = 0;
    } else {
      a = Math.sqrt(a);
    }
    double i = voxelSize(bytes, 0, shape);
    double j = voxelSize(bytes, 1, shape);
    double k = voxelSize(bytes, 2, shape) * (bytes.real(NiftiField.PIXDIM, 0) < 0 ? -1 : 1);
    return new double[] {
      (a * a + b * b - c * c - d * d) * i,
      2 * (b * c - a * d) * j,
      2 * (b * d + a * c) * k,
      bytes.real(NiftiField.QOFFSET, 0),
      2 * (b * c + a * d) * i,
      (a * a + c * c - b * b - d * d) * j,
      2 * (c * d - a * b) * k,
      bytes.real(NiftiField.QOFFSET, 1),
      2 * (b * d - a * c) * i,
      2 * (c * d + a * b) * j,
      (a * a + d * d - c * c - b * b) * k,
      bytes.real(NiftiField.QOFFSET, 2)
    };
  }

  /** An axis of one voxel, such as the third of a flat picture, may come without a size: 1. */
  private static double voxelSize(NiftiBytes bytes, int axis, GridShape shape) {
    double size = Math.abs(bytes.real(NiftiField.PIXDIM, axis + 1));
    return shape.axis(axis) == 1 && !(size > 0) ? 1 : size;
  }

  private static double millimetresPerUnit(NiftiBytes bytes) {
    return switch ((int) bytes.whole(NiftiField.XYZT_UNITS, 0) & 7) {
      case METRES -> 1000;
      case MICROMETRES -> 0.001;
      default -> 1;
    };
  }

  /**
   * Writes shape and place into an empty header: the sform always, the quaternion where the axes
   * are at right angles.
   *
   * @param code what the place refers to, 1 being the scanner
   */
  static void write(NiftiBytes bytes, Grid grid, int code) {
    Spacing spacing = grid.spacing();
    bytes.set(NiftiField.XYZT_UNITS, 0, MILLIMETRES);
    bytes.set(NiftiField.PIXDIM, 0, 1);
    for (int a = 0; a < 7; a++) {
      bytes.set(NiftiField.PIXDIM, a + 1, a < 3 ? spacing.axis(a) : 1);
    }
    double[] m = grid.affine().rowMajor();
    for (int n = 0; n < 12; n++) {
      bytes.set(NiftiField.SROW, n, m[n]);
    }
    bytes.set(NiftiField.SFORM_CODE, 0, code);
    quaternion(grid.affine())
        .ifPresent(
            q -> {
              bytes.set(NiftiField.QFORM_CODE, 0, code);
              bytes.set(NiftiField.PIXDIM, 0, q[3]);
              for (int n = 0; n < 3; n++) {
                bytes.set(NiftiField.QUATERN, n, q[n]);
                bytes.set(NiftiField.QOFFSET, n, m[n * 4 + 3]);
              }
            });
  }

  /** b, c, d and qfac; absent if the axes are sheared. */
  private static Optional<double[]> quaternion(Affine affine) {
    Spacing spacing = affine.spacing();
    double qfac = affine.determinant() < 0 ? -1 : 1;
    double[][] r = new double[3][3];
    for (int row = 0; row < 3; row++) {
      for (int c = 0; c < 3; c++) {
        r[row][c] = affine.get(row, c) / spacing.axis(c) * (c == 2 ? qfac : 1);
      }
    }
    for (int c = 0; c < 3; c++) {
      int e = (c + 1) % 3;
      if (Math.abs(r[0][c] * r[0][e] + r[1][c] * r[1][e] + r[2][c] * r[2][e]) > 1e-5) {
        return Optional.empty();
      }
    }
    // The largest of the four is found from the trace, the others from it: never a small divisor.
    double[] squares = {
      1 + r[0][0] + r[1][1] + r[2][2],
      1 + r[0][0] - r[1][1] - r[2][2],
      1 - r[0][0] + r[1][1] - r[2][2],
      1 - r[0][0] - r[1][1] + r[2][2]
    };
    int largest = 0;
    for (int n = 1; n < 4; n++) {
      largest = squares[n] > squares[largest] ? n : largest;
    }
    double s = 2 * Math.sqrt(squares[largest]);
    double x = (r[2][1] - r[1][2]) / s;
    double y = (r[0][2] - r[2][0]) / s;
    double z = (r[1][0] - r[0][1]) / s;
    double xy = (r[0][1] + r[1][0]) / s;
    double xz = (r[0][2] + r[2][0]) / s;
    double yz = (r[1][2] + r[2][1]) / s;
    double[] abcd =
        switch (largest) {
          case 0 -> new double[] {s / 4, x, y, z};
          case 1 -> new double[] {x, s / 4, xy, xz};
          case 2 -> new double[] {y, xy, s / 4, yz};
          default -> new double[] {z, xz, yz, s / 4};
        };
    double sign = abcd[0] < 0 ? -1 : 1; // a is not stored and taken to be positive
    return Optional.of(new double[] {sign * abcd[1], sign * abcd[2], sign * abcd[3], qfac});
  }
}
