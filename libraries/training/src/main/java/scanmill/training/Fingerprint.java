package scanmill.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import scanmill.configuration.SliceAxis;
import scanmill.datasets.BidsScan;
import scanmill.datasets.ScanReader;
import scanmill.transforms.Sample;
import scanmill.volumes.GridShape;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/**
 * What was measured of a dataset: facts, no choices. Axes are those of the network: i, j within an
 * axial slice, k from slice to slice.
 */
record Fingerprint(List<Scan> scans) {
  private static final Orientation AXIAL = new Orientation(SliceAxis.AXIAL.orientation());
  private static final float HARD = 0.5f;
  private static final double LOW = 0.005;
  private static final double HIGH = 0.995;

  Fingerprint {
    scans = List.copyOf(scans);
    if (scans.isEmpty()) {
      throw new IllegalArgumentException("A fingerprint is of at least one scan");
    }
  }

  /**
   * Of one scan.
   *
   * @param shape voxels along i, j, k
   * @param spacingMm from voxel to voxel
   * @param low the 0.5th percentile of all intensities
   * @param high the 99.5th
   * @param overlapping voxels that are of several classes
   * @param classes what is known of each
   */
  record Scan(
      String id,
      List<Integer> shape,
      List<Double> spacingMm,
      double low,
      double high,
      long overlapping,
      List<Foreground> classes) {
    Scan {
      shape = List.copyOf(shape);
      spacingMm = List.copyOf(spacingMm);
      classes = List.copyOf(classes);
    }
  }

  /**
   * Of one class in one scan.
   *
   * @param voxels of it
   * @param extent of the box around it, 0 where there is none
   * @param mean intensity within it, NaN where there is none
   */
  record Foreground(long voxels, List<Integer> extent, double mean) {
    Foreground {
      extent = List.copyOf(extent);
    }
  }

  /** Reads every scan once, one at a time. */
  static Fingerprint of(List<BidsScan> scans) throws IOException {
    List<Scan> facts = new ArrayList<>();
    for (BidsScan scan : scans) {
      facts.add(of(scan));
    }
    return new Fingerprint(facts);
  }

  private static Scan of(BidsScan scan) throws IOException {
    Sample sample = ScanReader.read(scan);
    Volume image = sample.channels().get(0).reoriented(AXIAL);
    ProbabilityMap truth = sample.truth().orElseThrow().reoriented(AXIAL);
    GridShape shape = image.shape();
    Spacing spacing = image.grid().spacing();
    float[] sorted = image.data().clone();
    Arrays.sort(sorted);
    List<Foreground> classes = new ArrayList<>();
    for (int c = 0; c < truth.classes(); c++) {
      classes.add(of(image.data(), truth.channel(c), shape));
    }
    return new Scan(
        scan.id().toString(),
        List.of(shape.i(), shape.j(), shape.k()),
        List.of(spacing.iMm(), spacing.jMm(), spacing.kMm()),
        sorted[(int) (LOW * (sorted.length - 1))],
        sorted[(int) (HIGH * (sorted.length - 1))],
        overlapping(truth),
        classes);
  }

  private static Foreground of(float[] image, float[] truth, GridShape shape) {
    int[] least = {shape.i(), shape.j(), shape.k()};
    int[] most = {-1, -1, -1};
    long voxels = 0;
    double sum = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        for (int i = 0; i < shape.i(); i++) {
          int at = shape.index(i, j, k);
          if (truth[at] >= HARD) {
            voxels++;
            sum += image[at];
            int[] place = {i, j, k};
            for (int a = 0; a < 3; a++) {
              least[a] = Math.min(least[a], place[a]);
              most[a] = Math.max(most[a], place[a]);
            }
          }
        }
      }
    }
    List<Integer> extent = new ArrayList<>();
    for (int a = 0; a < 3; a++) {
      extent.add(voxels == 0 ? 0 : most[a] - least[a] + 1);
    }
    return new Foreground(voxels, extent, voxels == 0 ? Double.NaN : sum / voxels);
  }

  private static long overlapping(ProbabilityMap truth) {
    long overlapping = 0;
    for (int v = 0; v < truth.channel(0).length; v++) {
      int classes = 0;
      for (int c = 0; c < truth.classes(); c++) {
        classes += truth.channel(c)[v] >= HARD ? 1 : 0;
      }
      overlapping += classes > 1 ? 1 : 0;
    }
    return overlapping;
  }

  /** Whether there are several classes, and a voxel is of one of them at most. */
  boolean exclusive() {
    return classes() > 1 && scans.stream().allMatch(scan -> scan.overlapping() == 0);
  }

  int classes() {
    return scans.get(0).classes().size();
  }

  double median(ToDoubleFunction<Scan> number) {
    double[] sorted = scans.stream().mapToDouble(number).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /** Median millimetres from voxel to voxel along an axis. */
  double spacing(int axis) {
    return median(scan -> scan.spacingMm().get(axis));
  }

  /** Median voxels along an axis, once all have a spacing. */
  double extent(int axis, double spacingMm) {
    return median(scan -> scan.shape().get(axis) * scan.spacingMm().get(axis) / spacingMm);
  }
}
