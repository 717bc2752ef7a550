package scanmill.reports;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.metrics.Calibration;
import scanmill.metrics.ErrorByUncertainty;

/**
 * Whether predictions know how sure they may be.
 *
 * <p>Fed scan by scan, keeps sums only. Not for several threads at a time.
 */
public final class Reliability {
  private static final int BINS = 15;
  private static final double MOST_ENTROPY = Math.log(2);

  private final List<Calibration> calibrations = new ArrayList<>();
  private final ErrorByUncertainty errors = new ErrorByUncertainty(MOST_ENTROPY, BINS);
  private boolean uncertain;

  /**
   * Adds one class of a scan that was predicted softly.
   *
   * @param index which class, from 0
   * @param prediction in [0, 1]
   * @param reference of as many voxels
   */
  public void add(int index, float[] prediction, float[] reference) {
    while (calibrations.size() <= index) {
      calibrations.add(new Calibration(BINS));
    }
    calibrations.get(index).add(prediction, reference);
  }

  /**
   * Adds the entropy of one class of a scan.
   *
   * @param entropy in nats, 0 to ln 2
   * @param prediction of as many voxels
   * @param reference of as many voxels
   */
  public void addEntropy(float[] entropy, float[] prediction, float[] reference) {
    errors.add(entropy, prediction, reference);
    uncertain = true;
  }

  /** Whether there is anything to tell. */
  public boolean isKnown() {
    return uncertain || !calibrations.isEmpty();
  }

  /** By class; empty without soft predictions. */
  List<Calibration> calibrations() {
    return List.copyOf(calibrations);
  }

  /** Empty if no uncertainty is known. */
  Optional<List<ErrorByUncertainty.Point>> errors() {
    return uncertain ? Optional.of(errors.curve()) : Optional.empty();
  }
}
