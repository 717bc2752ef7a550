package scanmill.datasets;

import java.util.ArrayList;
import java.util.List;
import scanmill.transforms.Sample;
import scanmill.volumes.Window;

/**
 * A scan that was prepared, about to be kept.
 *
 * @param oriented the scan as it was read, axes turned, nothing else done yet
 * @param prepared what is kept
 * @param present for each channel whether it has a file
 * @param raters who drew the truth, whose channels are all classes of the first, then of the next
 * @param slices whether the network sees slices, which are filtered before anything else is done
 * @param windows of the tiling over the prepared grid
 */
public record PreparedDraft(
    PreparedKey key,
    Source source,
    Sample oriented,
    Sample prepared,
    List<Boolean> present,
    int raters,
    boolean slices,
    List<Window> windows,
    List<String> warnings) {
  public PreparedDraft {
    present = List.copyOf(present);
    windows = List.copyOf(windows);
    warnings = List.copyOf(warnings);
    if (present.size() != prepared.channels().size()) {
      throw new IllegalArgumentException("Every channel is there or not");
    }
  }

  Marks marksOfSlices() {
    if (!slices) {
      return Marks.NONE;
    }
    List<Window> all = new ArrayList<>();
    for (int k = 0; k < oriented.grid().shape().k(); k++) {
      all.add(Window.slice(oriented.grid().shape(), k));
    }
    return Marking.of(oriented, all, present, raters);
  }
}
