package scanmill.datasets;

import java.util.List;
import scanmill.transforms.Sample;
import scanmill.volumes.Window;

/**
 * Which slices or patches are worth learning from.
 *
 * @param emptyInput drop if any channel that is there has the same value everywhere
 * @param emptyMask drop if no class has a voxel
 * @param absentClass drop if any class has no voxel
 */
public record SampleFilter(boolean emptyInput, boolean emptyMask, boolean absentClass) {

  /** Keeps everything. */
  public static final SampleFilter NONE = new SampleFilter(false, false, false);

  /** Whether a place of a scan is kept; without classes, masks do not count. */
  public boolean keeps(Marks marks, int place) {
    if (emptyInput && marks.constant(place)) {
      return false;
    }
    int classes = marks.classes().size();
    if (classes == 0 || !(emptyMask || absentClass)) {
      return true;
    }
    int present = marks.present(place);
    return !(emptyMask && present == 0) && !(absentClass && present < classes);
  }

  /** Whether a sample of one rater is kept as it is. */
  boolean keeps(Sample sample, List<Boolean> present) {
    return equals(NONE)
        || keeps(Marking.of(sample, List.of(Window.all(sample.grid().shape())), present, 1), 0);
  }
}
