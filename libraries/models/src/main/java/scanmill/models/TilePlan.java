package scanmill.models;

import java.util.List;
import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.volumes.GridShape;
import scanmill.volumes.SlidingWindow;
import scanmill.volumes.Window;

/**
 * How a scan is brought through a network within a given memory, reckoned before anything is done:
 * fewer windows at a time, fewer passes in one walk, smaller tiles of volumes; or not at all.
 *
 * <p>What is reckoned with, in bytes, for V voxels of the sample, W of a window, C channels, K
 * classes and F features of the network's finest level:
 *
 * <ul>
 *   <li>the sample, 4 V C
 *   <li>a stitched map for each pass of a walk, 4 V K
 *   <li>if passes are repeated, 20 V K for who takes them in
 *   <li>for each window of a batch, 4 W (2 C + K + 8 F): input and output, and features of a
 *       U-Net's finest level at its fullest: what is skipped, what comes from below, both together,
 *       and what convolutions make of it
 * </ul>
 *
 * @param windows all of one shape
 * @param batch windows at a time
 * @param passes in one walk
 * @param bytes all of it
 */
record TilePlan(List<Window> windows, int batch, int passes, long bytes) {
  private static final int FLOAT = 4;
  private static final int OF_REPEATED = 5;
  private static final int OF_FEATURES = 8;

  /** Tiles are made no smaller: a network would see too little around each voxel. */
  private static final int SMALLEST_TILE = 32;

  private static final int MULTIPLE = 16;

  /**
   * What a network takes and makes.
   *
   * @param least voxels along each axis that it needs
   * @param features channels of its finest level
   */
  record Appetite(int channels, int classes, int features, GridShape least) {

    long perWindow(GridShape window) {
      return FLOAT * window.voxels() * (2L * channels + classes + (long) OF_FEATURES * features);
    }

    long perMap(GridShape grid) {
      return FLOAT * grid.voxels() * classes;
    }

    long sample(GridShape grid) {
      return FLOAT * grid.voxels() * channels;
    }
  }

  /**
   * @param passes that are wanted, at least 1
   * @throws BadInputException {@code memory-ceiling} if it cannot be done
   */
  static TilePlan of(
      GridShape grid, Tiling wanted, Appetite appetite, SegmenterSettings settings, int passes) {
    long map = appetite.perMap(grid);
    long base = appetite.sample(grid) + map + (passes > 1 ? OF_REPEATED * map : 0);
    Tiling tiling = wanted;
    while (true) {
      long window = appetite.perWindow(tiling.window(grid, appetite.least()));
      long room = settings.memory() - base;
      if (room >= window) {
        List<Window> windows = tiling.over(grid, appetite.least());
        int batch = (int) Math.min(Math.min(settings.batchSize(), windows.size()), room / window);
        int together = 1 + (int) Math.min(passes - 1, (room - batch * window) / map);
        long bytes = base + batch * window + (together - 1) * map;
        return new TilePlan(windows, batch, together, bytes);
      }
      tiling =
          smaller(tiling, grid, appetite.least())
              .orElseThrow(() -> refused(grid, base, window, settings.memory()));
    }
  }

  /**
   * Volumes in tiles of half the longest axis; they overlap by a quarter, so that no seam is seen.
   */
  private static Optional<Tiling> smaller(Tiling tiling, GridShape grid, GridShape least) {
    if (tiling.dimensions() == 2) {
      return Optional.empty();
    }
    GridShape window = tiling.window(grid, least);
    int longest = 0;
    for (int axis = 1; axis < 3; axis++) {
      longest = window.axis(axis) > window.axis(longest) ? axis : longest;
    }
    int half = (window.axis(longest) / 2 + MULTIPLE - 1) / MULTIPLE * MULTIPLE;
    int shorter = Math.max(half, Math.max(SMALLEST_TILE, least.axis(longest)));
    if (shorter >= window.axis(longest)) {
      return Optional.empty();
    }
    GridShape tile = window.with(longest, shorter);
    GridShape stride =
        tiling
            .patches()
            .map(SlidingWindow::stride)
            .orElse(window)
            .with(longest, shorter - shorter / 4);
    return Optional.of(new Tiling(3, Optional.of(new SlidingWindow(tile, stride))));
  }

  private static BadInputException refused(GridShape grid, long base, long window, long memory) {
    return BadInputException.of(
        "memory-ceiling",
        "A sample of "
            + grid
            + " voxels needs "
            + megabytes(base)
            + " MB for itself and its result and "
            + megabytes(window)
            + " MB in the network; "
            + megabytes(memory)
            + " MB are allowed.",
        "Allow "
            + megabytes(base + window)
            + " MB, crop the scan, or use a model that resamples to larger voxels.");
  }

  private static long megabytes(long bytes) {
    return (bytes + (1 << 20) - 1) >> 20;
  }
}
