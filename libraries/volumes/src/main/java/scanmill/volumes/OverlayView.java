package scanmill.volumes;

import java.util.ArrayList;
import java.util.List;

/**
 * What an overlay shows, in indices of the RAS-oriented grid: some slices along k, highest first,
 * and a square around all labels in them.
 *
 * @param slices k of each tile
 * @param middleI centre of the square
 * @param sideMm edge of the square
 */
record OverlayView(List<Integer> slices, double middleI, double middleJ, double sideMm) {
  private static final double ROOM = 2.4; // edge of the square to extent of the labels
  private static final int FEWEST_VOXELS = 24; // along the edge of the square

  /**
   * @param walk where a voxel (i, j, k) of the RAS-oriented grid lies in the labels' array: offset,
   *     then steps along i, j, k
   * @param shape of the RAS-oriented grid
   * @param most how many slices at most
   */
  static OverlayView of(int[] labels, int[] walk, GridShape shape, Spacing spacing, int most) {
    int[] low = {shape.i(), shape.j()};
    int[] high = {-1, -1};
    List<Integer> labelled = new ArrayList<>();
    for (int k = shape.k() - 1; k >= 0; k--) {
      boolean any = false;
      for (int j = 0; j < shape.j(); j++) {
        int n = walk[0] + k * walk[3] + j * walk[2];
        for (int i = 0; i < shape.i(); i++, n += walk[1]) {
          if (labels[n] != 0) {
            any = true;
            low[0] = Math.min(low[0], i);
            high[0] = Math.max(high[0], i);
            low[1] = Math.min(low[1], j);
            high[1] = Math.max(high[1], j);
          }
        }
      }
      if (any) {
        labelled.add(k);
      }
    }
    double widest = Math.max(shape.i() * spacing.iMm(), shape.j() * spacing.jMm());
    if (labelled.isEmpty()) {
      List<Integer> all = new ArrayList<>();
      for (int k = shape.k() - 1; k >= 0; k--) {
        all.add(k);
      }
      return new OverlayView(
          spread(all, most), (shape.i() - 1) / 2.0, (shape.j() - 1) / 2.0, widest);
    }
    double extent =
        Math.max((high[0] - low[0] + 1) * spacing.iMm(), (high[1] - low[1] + 1) * spacing.jMm());
    double fewest = FEWEST_VOXELS * Math.max(spacing.iMm(), spacing.jMm());
    return new OverlayView(
        spread(labelled, most),
        (low[0] + high[0]) / 2.0,
        (low[1] + high[1]) / 2.0,
        Math.min(widest, Math.max(ROOM * extent, fewest)));
  }

  /** At most so many of them, evenly, the first and the last not at the very ends. */
  private static List<Integer> spread(List<Integer> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<Integer> some = new ArrayList<>();
    for (int n = 0; n < most; n++) {
      some.add(all.get((int) ((n + 0.5) * all.size() / most)));
    }
    return some;
  }
}
