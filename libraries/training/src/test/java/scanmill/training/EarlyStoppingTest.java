package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

  @Test
  void waitsForPatienceEpochsInARow() {
    EarlyStopping state = EarlyStopping.documented(2, 0.01);
    for (double loss : new double[] {1.0, 0.9, 0.9, 0.8, 0.8}) {
      state = state.after(loss);
      assertThat(state.stop()).isFalse();
    }
    assertThat(state.after(0.795).stop()).isTrue();
  }

  @Test
  void countsABadEpochAgainstTheBestNotTheLast() {
    EarlyStopping state = EarlyStopping.documented(2, 0).after(0.5).after(0.9).after(0.8);

    assertThat(state.stop()).isTrue();
  }

  @Test
  void neverForgetsInLegacyMode() {
    EarlyStopping state = EarlyStopping.legacy(2, 0.001);
    state = state.after(1.0).after(1.1).after(0.5);
    assertThat(state.stop()).isFalse();
    assertThat(state.after(0.6).stop()).isTrue();
  }

  @Test
  void takesNanForNoImprovement() {
    assertThat(EarlyStopping.documented(1, 0).after(0.5).after(Double.NaN).stop()).isTrue();
  }
}
