package scanmill.volumes;

import java.util.ArrayList;
import java.util.List;

/**
 * Covers a grid with overlapping windows, so that every voxel lies in at least one.
 *
 * @param window voxels of each window
 * @param stride voxels from one window to the next along each axis, at most the window
 */
public record SlidingWindow(GridShape window, GridShape stride) {

  public SlidingWindow {
    for (int a = 0; a < 3; a++) {
      if (stride.axis(a) > window.axis(a)) {
        throw new IllegalArgumentException(
            "A stride of at most the window leaves no gaps; found stride "
                + stride
                + ", window "
                + window);
      }
    }
  }

  /**
   * The windows, k fastest, then j, then i.
   *
   * <p>They start at 0, s, 2s, …; one that would overrun is shifted back to end at the border: on
   * 100 voxels, windows of 48 with stride 24 start at 0, 24, 48 and 52.
   *
   * @param grid no axis shorter than the window
   * @throws IllegalArgumentException if an axis is shorter than the window
   */
  public List<Window> over(GridShape grid) {
    List<Window> windows = new ArrayList<>();
    for (int i : starts(grid, 0)) {
      for (int j : starts(grid, 1)) {
        for (int k : starts(grid, 2)) {
          windows.add(new Window(i, j, k, window));
        }
      }
    }
    return windows;
  }

  private int[] starts(GridShape grid, int axis) {
    int size = grid.axis(axis);
    int length = window.axis(axis);
    int step = stride.axis(axis);
    if (size < length) {
      throw new IllegalArgumentException(
          "A grid of " + grid + " is smaller than the window " + window + " along axis " + axis);
    }
    int count = 1 + (size - length + step - 1) / step;
    int[] starts = new int[count];
    for (int n = 0; n < count; n++) {
      starts[n] = Math.min(n * step, size - length);
    }
    return starts;
  }
}
