package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
}
