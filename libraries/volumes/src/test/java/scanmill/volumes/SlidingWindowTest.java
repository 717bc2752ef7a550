package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SlidingWindowTest {

  @Test
  void shiftsTheLastWindowBackToTheBorder() {
    SlidingWindow sliding = new SlidingWindow(new GridShape(48, 1, 1), new GridShape(24, 1, 1));

    assertThat(sliding.over(new GridShape(100, 1, 1)))
        .extracting(Window::i)
        .containsExactly(0, 24, 48, 52);
  }

  @Test
  void coversTheMicroscopyExampleWith28Patches() {
    SlidingWindow sliding =
        new SlidingWindow(new GridShape(256, 128, 1), new GridShape(244, 116, 1));

    assertThat(sliding.over(new GridShape(1512, 382, 1))).hasSize(28);
  }

  @Test
  void namesTheAxisThatIsShorterThanTheWindow() {
    SlidingWindow sliding = new SlidingWindow(new GridShape(8, 8, 8), new GridShape(8, 8, 8));

    assertThatThrownBy(() -> sliding.over(new GridShape(8, 7, 8))).hasMessageContaining("axis 1");
  }

  @Test
  void stitchesPatchesBackToTheVolumeTheyWereCutFrom() {
    GridShape shape = new GridShape(7, 5, 4);
    float[] data = new float[shape.length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = v;
    }
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    Stitcher stitcher = new Stitcher(grid, 1);
    SlidingWindow sliding = new SlidingWindow(new GridShape(4, 3, 2), new GridShape(3, 2, 1));
    for (Window window : sliding.over(shape)) {
      float[] patch = new float[2 + window.shape().length()];
      Patch.copy(data, shape, window, patch, 2);
      stitcher.add(window, patch, 2);
    }

    assertThat(stitcher.finish().channel(0)).isEqualTo(data);
  }

  @Test
  void padsWithZerosBeyondTheGridAndLeavesThemOutAgain() {
    GridShape shape = new GridShape(2, 1, 1);
    float[] patch = {9, 9, 9, 9};
    Window window = new Window(0, 0, 0, new GridShape(2, 2, 1));
    Patch.copy(new float[] {5, 6}, shape, window, patch, 0);
    assertThat(patch).containsExactly(5, 0, 6, 0);

    Stitcher stitcher = new Stitcher(Grid.of(shape, new Spacing(1, 1, 1)), 1);
    stitcher.add(window, patch, 0);
    assertThat(stitcher.finish().channel(0)).containsExactly(5, 6);
  }

  @Test
  void refusesAVoxelThatLiesInNoWindow() {
    Stitcher stitcher = new Stitcher(Grid.of(new GridShape(2, 1, 1), new Spacing(1, 1, 1)), 1);
    stitcher.add(new Window(0, 0, 0, new GridShape(1, 1, 1)), new float[] {1}, 0);

    assertThatThrownBy(stitcher::finish).isInstanceOf(IllegalStateException.class);
    assertThat(List.of(Window.all(new GridShape(2, 1, 1))))
        .allMatch(w -> w.inside(new GridShape(2, 1, 1)));
  }
}
