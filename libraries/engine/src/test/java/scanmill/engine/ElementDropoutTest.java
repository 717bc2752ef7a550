package scanmill.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ElementDropoutTest {
  private static final int SIZE = 40_000;

  @BeforeAll
  static void load() {
    Native.load();
  }

  private static float[] factors(double rate, long seed, int place) {
    try (NDManager manager = NDManager.newBaseManager(Device.CPU.djl(), "PyTorch")) {
      NDArray ones = manager.ones(new Shape(4, SIZE / 4));
      return Operators.elementDropout(ones, rate, seed, place).toFloatArray();
    }
  }

  @Test
  void dropsTheShareThatWasAskedForAndKeepsTheMean() {
    for (double rate : new double[] {0.1, 0.3, 0.5, 0.8}) {
      int dropped = 0;
      int strange = 0;
      for (float factor : factors(rate, 7, 1)) {
        dropped += factor == 0 ? 1 : 0;
        strange += factor == 0 || Math.abs(factor - 1 / (1 - rate)) < 1e-5 ? 0 : 1;
      }
      assertThat(strange).isZero();
      // Four deviations of a binomial distribution.
      double share = (double) dropped / SIZE;
      assertThat(share).isCloseTo(rate, within(4 * Math.sqrt(rate * (1 - rate) / SIZE)));
    }
  }

  @Test
  void dependsOnSeedAndPlaceAndNothingElse() {
    float[] first = factors(0.5, 7, 1);
    assertThat(factors(0.5, 7, 1)).isEqualTo(first);
    assertThat(shareOfEqual(first, factors(0.5, 8, 1))).isCloseTo(0.5, within(0.01));
    assertThat(shareOfEqual(first, factors(0.5, 7, 2))).isCloseTo(0.5, within(0.01));
  }

  @Test
  void treatsNeighboursAsStrangers() {
    float[] factors = factors(0.5, 7, 1);
    for (int lag : new int[] {1, 2, 16, 64, 128, 1000}) {
      float[] shifted = new float[SIZE];
      System.arraycopy(factors, lag, shifted, 0, SIZE - lag);
      System.arraycopy(factors, 0, shifted, SIZE - lag, lag);
      assertThat(shareOfEqual(factors, shifted)).as("lag %d", lag).isCloseTo(0.5, within(0.01));
    }
  }

  private static double shareOfEqual(float[] first, float[] second) {
    int equal = 0;
    for (int i = 0; i < SIZE; i++) {
      equal += first[i] == second[i] ? 1 : 0;
    }
    return (double) equal / SIZE;
  }
}
