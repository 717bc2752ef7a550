package scanmill.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How large a part of a scan a network is shown at a time, and how large that makes the network.
 *
 * @param dimensions 2 or 3
 * @param why it is so many
 * @param spacingMm of all scans
 * @param resample whether scans have other spacings
 * @param median voxels of a scan along each axis at that spacing
 * @param shape of a patch
 * @param flat how the network goes about voxels that are longer along one axis; empty where they
 *     are nearly cubes, and in 2D
 * @param bytes that learning takes, estimated
 */
record PlannedPatch(
    int dimensions,
    String why,
    List<Double> spacingMm,
    boolean resample,
    List<Double> median,
    List<Integer> shape,
    int depth,
    int filters,
    int batch,
    Optional<FlatVoxels> flat,
    double bytes) {
  private static final double ANISOTROPIC = 3;
  private static final int FEW_SLICES = 12;
  private static final int SMALLEST = 4;
  private static final int DEEPEST_2D = 5;
  private static final int DEEPEST_3D = 4;
  private static final int LARGEST_2D = 512;
  private static final int LARGEST_3D = 192;
  private static final int FILTERS = 32;
  private static final int FEWEST_FILTERS = 8;
  private static final int MOST_2D = 32;
  private static final int MOST_3D = 8;
  private static final int MOST_PER_SCAN = 8;
  private static final double SHARE_OF_DATA = 0.05;
  private static final double ALIKE = 0.01;

  PlannedPatch {
    spacingMm = List.copyOf(spacingMm);
    median = List.copyOf(median);
    shape = List.copyOf(shape);
  }

  static PlannedPatch of(Fingerprint fingerprint, double budget) {
    double[] spacing = new double[3];
    double[] median = new double[3];
    for (int a = 0; a < 3; a++) {
      spacing[a] = Math.round(fingerprint.spacing(a) * 1e4) / 1e4;
    }
    double within = Math.max(spacing[0], spacing[1]);
    boolean thick = spacing[2] >= ANISOTROPIC * Math.min(spacing[0], spacing[1]);
    double slices = fingerprint.median(scan -> scan.shape().get(2));
    boolean few = slices < FEW_SLICES;
    int dimensions = thick || few ? 2 : 3;
    String why =
        thick
            ? String.format(
                Locale.ROOT, "slices are %.4g mm apart, pixels %.4g mm.", spacing[2], within)
            : few
                ? String.format(Locale.ROOT, "a scan has %.0f slices only.", slices)
                : String.format(
                    Locale.ROOT,
                    "slices are less than 3 times as far apart as pixels, and there are %.0f.",
                    slices);
    for (int a = 0; a < 3; a++) {
      median[a] =
          a < dimensions
              ? fingerprint.extent(a, spacing[a])
              : fingerprint.median(scan -> scan.shape().get(2));
    }
    boolean resample =
        fingerprint.scans().stream()
            .anyMatch(
                scan -> {
                  for (int a = 0; a < dimensions; a++) {
                    if (Math.abs(scan.spacingMm().get(a) / spacing[a] - 1) > ALIKE) {
                      return true;
                    }
                  }
                  return false;
                });
    return fitting(fingerprint.scans().size(), dimensions, why, spacing, resample, median, budget);
  }

  private static PlannedPatch fitting(
      int scans,
      int dimensions,
      String why,
      double[] spacing,
      boolean resample,
      double[] median,
      double budget) {
    double largest = dimensions == 2 ? LARGEST_2D : LARGEST_3D;
    double[] wanted = new double[dimensions];
    for (int a = 0; a < dimensions; a++) {
      wanted[a] = Math.min(largest, median[a]);
    }
    int filters = FILTERS;
    int batch = 2;
    boolean longer = dimensions == 3 && FlatVoxels.are(spacing);
    int depth = depth(wanted);
    Optional<FlatVoxels> flat = flat(longer, spacing, depth);
    int[] shape = shape(wanted, depth, flat);
    while (memory(dimensions, filters, depth, flat, shape, batch) > budget) {
      int longest = 0;
      for (int a = 1; a < dimensions; a++) {
        longest = wanted[a] > wanted[longest] ? a : longest;
      }
      if (wanted[longest] > 4 * SMALLEST) {
        wanted[longest] *= 0.9;
      } else if (filters > FEWEST_FILTERS) {
        filters /= 2;
      } else if (batch > 1) {
        batch = 1;
      } else {
        break; // it is the smallest there is; a batch that does not fit is halved
      }
      depth = depth(wanted);
      flat = flat(longer, spacing, depth);
      shape = shape(wanted, depth, flat);
    }
    double all = scans;
    double each = 1;
    for (int a = 0; a < 3; a++) {
      all *= median[a];
    }
    for (int length : shape) {
      each *= length;
    }
    int most = dimensions == 2 ? MOST_2D : MOST_3D;
    while (batch >= 2
        && batch < most
        && (batch + 1) * each <= SHARE_OF_DATA * all
        && memory(dimensions, filters, depth, flat, shape, batch + 1) <= budget) {
      batch++;
    }
    return new PlannedPatch(
        dimensions,
        why,
        List.of(spacing[0], spacing[1], spacing[2]),
        resample,
        List.of(median[0], median[1], median[2]),
        Arrays.stream(shape).boxed().toList(),
        depth,
        filters,
        batch,
        flat,
        memory(dimensions, filters, depth, flat, shape, batch));
  }

  /** How often the shortest side can be halved. */
  private static int depth(double... wanted) {
    double shortest = Double.MAX_VALUE;
    for (double length : wanted) {
      shortest = Math.min(shortest, length);
    }
    int halvings = (int) Math.floor(Math.log(shortest / SMALLEST) / Math.log(2));
    return Math.max(1, Math.min(halvings, wanted.length == 2 ? DEEPEST_2D : DEEPEST_3D));
  }

  private static Optional<FlatVoxels> flat(boolean longer, double[] spacing, int depth) {
    return longer ? Optional.of(FlatVoxels.of(spacing, depth)) : Optional.empty();
  }

  /** Rounded up to what can be halved so often. */
  private static int[] shape(double[] wanted, int depth, Optional<FlatVoxels> flat) {
    int[] shape = new int[wanted.length];
    for (int a = 0; a < shape.length; a++) {
      int step = flat.isPresent() ? flat.get().step(a) : 1 << depth;
      shape[a] = Math.max(1, (int) Math.ceil(Math.floor(wanted[a]) / step)) * step;
    }
    return shape;
  }

  private static double memory(
      int dimensions, int filters, int depth, Optional<FlatVoxels> flat, int[] shape, int batch) {
    long voxels = 1;
    for (int length : shape) {
      voxels *= length;
    }
    return new MemoryEstimate(dimensions, filters, depth, flat.map(FlatVoxels::levels).orElse(0))
        .bytes(voxels, batch);
  }

  double spacing(int axis) {
    return spacingMm.get(axis);
  }

  int extent(int axis) {
    return shape.get(axis);
  }

  /** A whole patch where one covers the median scan, else half of one. */
  int stride(int axis) {
    return extent(axis) >= median.get(axis) ? extent(axis) : Math.max(1, extent(axis) / 2);
  }

  /** Which part of a median slice or scan a patch covers, at most 1. */
  double covers() {
    double covered = 1;
    for (int a = 0; a < dimensions; a++) {
      covered *= Math.min(1, extent(a) / median.get(a));
    }
    return covered;
  }

  /** Patches that show about as much as there is. */
  int perScan() {
    double slices = dimensions == 2 ? median.get(2) : 1;
    int most = dimensions == 2 ? 4 * MOST_PER_SCAN : MOST_PER_SCAN;
    return (int) Math.max(1, Math.min(most, Math.ceil(slices / covers())));
  }
}
