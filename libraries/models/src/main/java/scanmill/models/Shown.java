package scanmill.models;

import java.util.ArrayList;
import java.util.List;
import scanmill.configuration.Config;
import scanmill.transforms.Sample;
import scanmill.volumes.GridShape;
import scanmill.volumes.Volume;
import scanmill.volumes.Window;

/**
 * Which windows a network is shown. Networks of slices are trained without those on which a channel
 * has one value only ({@code filter_empty_input}); what is left out stays empty in its place, and
 * moves nothing else.
 */
final class Shown {

  private Shown() {}

  /** Numbers of windows, in their order. */
  static List<Integer> windows(
      List<Window> windows, Sample sample, SideFacts facts, Config config) {
    boolean filtered =
        Network.dimensions(config) == 2
            && config.loaderParameters().sliceFilterParams().filterEmptyInput();
    boolean[] empty = filtered ? emptySlices(sample, facts) : new boolean[0];
    List<Integer> shown = new ArrayList<>();
    for (int n = 0; n < windows.size(); n++) {
      if (!filtered || !empty[windows.get(n).k()]) {
        shown.add(n);
      }
    }
    return shown;
  }

  private static boolean[] emptySlices(Sample sample, SideFacts facts) {
    GridShape shape = sample.grid().shape();
    boolean[] empty = new boolean[shape.k()];
    for (int c = 0; c < sample.channels().size(); c++) {
      if (VectorRows.present(c, sample, facts) || sample.channels().size() == 1) {
        Volume channel = sample.channels().get(c);
        for (int k = 0; k < empty.length; k++) {
          empty[k] |= constant(channel.data(), shape.index(0, 0, k), shape.i() * shape.j());
        }
      }
    }
    return empty;
  }

  private static boolean constant(float[] data, int from, int count) {
    for (int v = from + 1; v < from + count; v++) {
      if (data[v] != data[from]) {
        return false;
      }
    }
    return true;
  }
}
