package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class StitcherTest {
  private static final Spacing MM = new Spacing(1, 1, 1);

  @Test
  void stitchesPatchesBackToTheVolumeTheyWereCutFrom() {
    GridShape shape = new GridShape(7, 5, 4);
    float[] data = new float[shape.length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = v;
    }
    SlidingWindow sliding = new SlidingWindow(new GridShape(4, 3, 2), new GridShape(3, 2, 1));
    List<Window> windows = sliding.over(shape);
    for (Blend blend : Blend.values()) {
      Stitcher stitcher = new Stitcher(Grid.of(shape, MM), windows, 1, blend);
      for (Window window : windows) {
        float[] patch = new float[2 + window.shape().length()];
        Patch.copy(data, shape, window, patch, 2);
        stitcher.add(window, patch, 2);
      }
      float[] stitched = stitcher.finish().channel(0);
      for (int v = 0; v < data.length; v++) {
        assertThat(stitched[v]).isCloseTo(data[v], within(1e-4f));
      }
    }
  }

  @Test
  void weighsWindowsByTheirGaussians() {
    // Windows of 4 have a deviation of 0.5: their places count e^-4.5, e^-0.5, e^-0.5, e^-4.5. Of
    // two that begin at 0 and 2, the first has 1 / (1 + e^-4) of voxel 2 and 1 / (1 + e^4) of 3.
    assertThat(ofTwo(Blend.GAUSSIAN)).containsExactly(1, 1, 0.98201376f, 0.017986210f, 0, 0);
    assertThat(ofTwo(Blend.MEAN)).containsExactly(1, 1, 0.5f, 0.5f, 0, 0);
  }

  /** Six voxels in two windows of four, of which the first says 1 and the second 0. */
  private static float[] ofTwo(Blend blend) {
    GridShape shape = new GridShape(6, 1, 1);
    List<Window> windows =
        new SlidingWindow(new GridShape(4, 1, 1), new GridShape(2, 1, 1)).over(shape);
    Stitcher stitcher = new Stitcher(Grid.of(shape, MM), windows, 1, blend);
    stitcher.add(windows.get(0), new float[] {1, 1, 1, 1}, 0);
    stitcher.add(windows.get(1), new float[4], 0);
    return stitcher.finish().channel(0);
  }

  @Test
  void readsWindowsInTheOrderOfNetworksAndInThatOfVolumes() {
    GridShape shape = new GridShape(2, 3, 2);
    float[] data = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    Grid grid = Grid.of(shape, MM);
    List<Window> whole = List.of(Window.all(shape));
    Stitcher ofNetwork = new Stitcher(grid, whole, 1, Blend.GAUSSIAN);
    float[] patch = new float[data.length];
    Patch.copy(data, shape, Window.all(shape), patch, 0);
    ofNetwork.add(Window.all(shape), patch, 0);
    Stitcher ofVolume = new Stitcher(grid, whole, 1, Blend.GAUSSIAN);
    ofVolume.add(Window.all(shape), new ProbabilityMap(grid, new float[][] {data}));

    assertThat(ofNetwork.finish().channel(0)).isEqualTo(data);
    assertThat(ofVolume.finish().channel(0)).isEqualTo(data);
  }

  @Test
  void leavesOutWhatLiesBeyondTheGridAndKeepsZerosWhereNothingWasAdded() {
    GridShape shape = new GridShape(2, 1, 2);
    GridShape box = new GridShape(2, 2, 1);
    float[] patch = {9, 9, 9, 9};
    Patch.copy(new float[] {5, 6, 0, 0}, shape, new Window(0, 0, 0, box), patch, 0);
    assertThat(patch).containsExactly(5, 0, 6, 0);

    List<Window> windows = List.of(new Window(0, 0, 0, box), new Window(0, 0, 1, box));
    Stitcher stitcher = new Stitcher(Grid.of(shape, MM), windows, 1, Blend.GAUSSIAN);
    stitcher.add(windows.get(0), patch, 0);
    assertThat(stitcher.finish().channel(0)).containsExactly(5, 6, 0, 0);
  }

  @Test
  void refusesWindowsThatLeaveGapsOrFormNoLattice() {
    Grid grid = Grid.of(new GridShape(4, 2, 1), MM);
    GridShape box = new GridShape(1, 2, 1);
    assertThatThrownBy(() -> new Stitcher(grid, List.of(new Window(0, 0, 0, box)), 1, Blend.MEAN))
        .hasMessageContaining("Voxel 1 of axis 0 lies in no window");
    GridShape half = new GridShape(2, 1, 1);
    List<Window> three =
        List.of(new Window(0, 0, 0, half), new Window(2, 1, 0, half), new Window(0, 1, 0, half));
    assertThatThrownBy(() -> new Stitcher(grid, three, 1, Blend.MEAN))
        .hasMessageContaining("4 windows");
  }
}
