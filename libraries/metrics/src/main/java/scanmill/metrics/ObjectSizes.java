package scanmill.metrics;

import java.util.ArrayList;
import java.util.List;
import scanmill.volumes.Spacing;

/**
 * Into which groups objects are put by their size: up to the first limit, from there to the second,
 * and so on, and beyond the last. ivadomed's {@code evaluation_parameters.target_size}.
 *
 * @param limits above 0 and ascending, at least one
 * @param inMm3 whether they are cubic millimetres, which are rounded to voxels, and not voxels
 */
public record ObjectSizes(List<Double> limits, boolean inMm3) {

  public ObjectSizes {
    limits = List.copyOf(limits);
    double last = 0;
    for (double limit : limits) {
      if (!(limit > last) || Double.isInfinite(limit)) {
        throw new IllegalArgumentException(
            "Limits of object sizes are above 0 and ascending; found " + limits);
      }
      last = limit;
    }
    if (limits.isEmpty()) {
      throw new IllegalArgumentException("At least one limit of object sizes is required");
    }
  }

  /**
   * The groups, small objects first. Their names are ivadomed's: limits in voxels, whatever they
   * were given in, the lower one being one unit above the last.
   */
  List<SizeRange> ranges(Spacing spacing) {
    List<SizeRange> ranges = new ArrayList<>();
    long from = 0;
    String lowest = text(0, spacing);
    for (double limit : limits) {
      long to = (long) Math.rint(voxels(limit, spacing));
      ranges.add(new SizeRange(from, to, lowest + "-" + text(limit, spacing) + unit()));
      from = to + 1;
      lowest = text(limit + 1, spacing);
    }
    ranges.add(new SizeRange(from, Long.MAX_VALUE, lowest + "-INF" + unit()));
    return ranges;
  }

  private double voxels(double size, Spacing spacing) {
    return inMm3 ? size / spacing.voxelMm3() : size;
  }

  private String unit() {
    return inMm3 ? "mm3" : "vox";
  }

  private String text(double size, Spacing spacing) {
    if (inMm3) {
      return Double.toString(Math.rint(voxels(size, spacing)));
    }
    return size == Math.rint(size) ? Long.toString((long) size) : Double.toString(size);
  }
}
