package scanmill.datasets;

import java.util.function.Predicate;
import scanmill.transforms.Sample;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Which slices or patches are worth learning from.
 *
 * @param emptyInput drop if any channel has the same value everywhere
 * @param emptyMask drop if no class has a voxel
 * @param absentClass drop if any class has no voxel
 */
public record SampleFilter(boolean emptyInput, boolean emptyMask, boolean absentClass)
    implements Predicate<Sample> {

  /** Keeps everything. */
  public static final SampleFilter NONE = new SampleFilter(false, false, false);

  @Override
  public boolean test(Sample sample) {
    if (emptyInput) {
      for (Volume channel : sample.channels()) {
        if (constant(channel.data())) {
          return false;
        }
      }
    }
    if (sample.truth().isEmpty() || !(emptyMask || absentClass)) {
      return true;
    }
    ProbabilityMap truth = sample.truth().get();
    int present = 0;
    for (int c = 0; c < truth.classes(); c++) {
      present += any(truth.channel(c)) ? 1 : 0;
    }
    return !(emptyMask && present == 0) && !(absentClass && present < truth.classes());
  }

  private static boolean constant(float[] values) {
    for (float value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }

  private static boolean any(float[] values) {
    for (float value : values) {
      if (value != 0) {
        return true;
      }
    }
    return false;
  }
}
