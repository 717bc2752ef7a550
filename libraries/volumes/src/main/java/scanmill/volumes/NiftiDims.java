package scanmill.volumes;

import java.util.ArrayList;
import java.util.List;
import scanmill.problems.BadInputException;

/** The {@code dim} field: the number of axes, then the voxels along each. */
final class NiftiDims {
  private static final long MOST_VALUES = 1L << 47;
  private static final String REMEDY = "Export the file again; its header is damaged.";

  private NiftiDims() {}

  static List<Integer> read(NiftiBytes bytes, String name) {
    long axes = bytes.whole(NiftiField.DIM, 0);
    if (axes < 1 || axes > 7) {
      throw BadInputException.of(
          "nifti-dimensions",
          "An image must have 1 to 7 axes; " + name + " says " + axes + ".",
          REMEDY);
    }
    List<Integer> dims = new ArrayList<>();
    long values = 1;
    for (int a = 1; a <= axes; a++) {
      long dim = bytes.whole(NiftiField.DIM, a);
      if (dim < 1 || dim > Integer.MAX_VALUE) {
        throw BadInputException.of(
            "nifti-dimensions",
            "Every axis must have 1 to "
                + Integer.MAX_VALUE
                + " voxels; axis "
                + a
                + " of "
                + name
                + " has "
                + dim
                + ".",
            REMEDY);
      }
      if (values > MOST_VALUES / dim) {
        throw BadInputException.of(
            "nifti-dimensions",
            "An image must have at most 2^47 voxels; " + name + " has more.",
            REMEDY);
      }
      values *= dim;
      dims.add((int) dim);
    }
    return List.copyOf(dims);
  }

  static void write(NiftiBytes bytes, GridShape shape, int channels) {
    int longest = Math.max(Math.max(shape.i(), shape.j()), Math.max(shape.k(), channels));
    if (bytes.version() == 1 && longest > Short.MAX_VALUE) {
      throw new IllegalArgumentException(
          "NIfTI-1 holds at most 32767 voxels along an axis; found " + longest);
    }
    bytes.set(NiftiField.DIM, 0, channels > 1 ? 4 : 3);
    for (int a = 1; a <= 7; a++) {
      bytes.set(NiftiField.DIM, a, a <= 3 ? shape.axis(a - 1) : a == 4 ? channels : 1);
    }
  }
}
