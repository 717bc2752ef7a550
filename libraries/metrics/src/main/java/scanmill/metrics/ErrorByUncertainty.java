package scanmill.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Whether uncertainty is where the mistakes are: how many voxels are wrong among those of each
 * uncertainty, and among those that remain when the more uncertain ones are left out.
 *
 * <p>Fed scan by scan, keeps counts only. Not for several threads at a time.
 */
public final class ErrorByUncertainty {
  private static final float HARD = 0.5f;

  private final double most;
  private final long[] voxels;
  private final long[] wrong;

  /**
   * One point of the curve.
   *
   * @param uncertainty the upper end of its bin
   * @param voxels how many there are in its bin
   * @param error the part of these that is wrong; NaN without voxels
   * @param kept the part of all voxels that is at most so uncertain
   * @param errorOfKept the part of those that is wrong; NaN without voxels
   */
  public record Point(
      double uncertainty, long voxels, double error, double kept, double errorOfKept) {}

  /**
   * @param most the largest uncertainty there is, such as ln 2 of an entropy; above 0
   * @param bins of equal width from 0 to {@code most}, at least 1
   */
  public ErrorByUncertainty(double most, int bins) {
    if (!(most > 0) || Double.isInfinite(most) || bins < 1) {
      throw new IllegalArgumentException(
          "A largest uncertainty above 0 and a bin are required; found " + most + ", " + bins);
    }
    this.most = most;
    voxels = new long[bins];
    wrong = new long[bins];
  }

  /**
   * @param uncertainty at least 0
   * @param prediction of as many voxels; at least 0.5 is foreground
   * @param reference likewise
   */
  public void add(float[] uncertainty, float[] prediction, float[] reference) {
    for (int v = 0; v < uncertainty.length; v++) {
      double place = Math.ceil(uncertainty[v] / most * voxels.length) - 1;
      int bin = (int) Math.max(0, Math.min(voxels.length - 1, place));
      voxels[bin]++;
      wrong[bin] += prediction[v] >= HARD == reference[v] >= HARD ? 0 : 1;
    }
  }

  /** From certain to uncertain, a point per bin. */
  public List<Point> curve() {
    long all = 0;
    for (long each : voxels) {
      all += each;
    }
    List<Point> curve = new ArrayList<>();
    long kept = 0;
    long errors = 0;
    for (int bin = 0; bin < voxels.length; bin++) {
      kept += voxels[bin];
      errors += wrong[bin];
      curve.add(
          new Point(
              most * (bin + 1) / voxels.length,
              voxels[bin],
              ratio(wrong[bin], voxels[bin]),
              ratio(kept, all),
              ratio(errors, kept)));
    }
    return curve;
  }

  private static double ratio(long part, long whole) {
    return whole == 0 ? Double.NaN : part / (double) whole;
  }
}
