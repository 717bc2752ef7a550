package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Volume;

/** Blurs as {@code scipy.ndimage.gaussian_filter} does, bias fields as their formula says. */
class FieldAndBlurTest {
  private static final Volume POWERS =
      Phantom.slice(4, 5, IntStream.range(0, 20).mapToDouble(n -> Math.pow(n, 1.5)).toArray());

  @Test
  void blursMirroredAtTheBorder() {
    Volume blurred = new Blurred(1.3).apply(POWERS);

    assertThat(Phantom.row(blurred, 1))
        .containsExactly(
            new double[] {19.965423, 21.904448, 25.05153, 28.349033, 30.534004}, within(1e-5));
    assertThat(Phantom.row(blurred, 3))
        .containsExactly(
            new double[] {45.910972, 48.75872, 53.27397, 57.880696, 60.877919}, within(1e-5));
  }

  @Test
  void smoothsNoiseWithNothingBeyondTheBorder() {
    float[] smooth = new Gaussian(1.3, Gaussian.Border.ZERO).smooth(POWERS.data(), POWERS.shape());

    assertThat(Phantom.row(new Volume(POWERS.grid(), smooth), 1))
        .containsExactly(
            new double[] {12.042824, 17.731642, 21.488716, 22.049525, 17.656306}, within(1e-5));
  }

  @Test
  void blursAllAxesOfAVolumeLongerThanAChunk() {
    // A line of one voxel along each axis spreads by the same Gaussian, whichever axis it is.
    for (int axis = 0; axis < 3; axis++) {
      GridShape shape = new GridShape(19, 23, 29);
      float[] data = new float[shape.length()];
      int[] at = {9, 11, 14};
      data[shape.index(at[0], at[1], at[2])] = 1;

      Volume blurred = new Blurred(1).apply(new Volume(Grid.of(shape, Phantom.MM), data));

      double total = 0;
      for (float value : blurred.data()) {
        total += value;
      }
      double sum = 1 + 2 * (Math.exp(-0.5) + Math.exp(-2) + Math.exp(-4.5) + Math.exp(-8));
      double peak = Math.pow(1 / sum, 3);
      int[] next = at.clone();
      next[axis]++;
      assertThat(total).isEqualTo(1, within(1e-5));
      assertThat((double) blurred.at(9, 11, 14)).isEqualTo(peak, within(1e-7));
      assertThat((double) blurred.at(next[0], next[1], next[2]))
          .isEqualTo(peak * Math.exp(-0.5), within(1e-7));
      next[axis] += 4;
      assertThat(blurred.at(next[0], next[1], next[2])).isZero();
    }
  }

  @Test
  void drawsASigmaWithinTheRangeAsOftenAsAskedFor() {
    RandomBlur blur = new RandomBlur(List.of(0.5, 2.0), 0.25);
    SplittableRandom random = new SplittableRandom(1);
    int blurred = 0;
    for (int n = 0; n < 1000; n++) {
      double sigma = blur.draw(random, Phantom.on(POWERS.grid())).sigma();
      assertThat(sigma == 0 || (sigma >= 0.5 && sigma < 2)).isTrue();
      blurred += sigma == 0 ? 0 : 1;
    }
    assertThat(blurred).isBetween(200, 300);
    assertThat(new Blurred(0).apply(POWERS)).isSameAs(POWERS);
    assertThatThrownBy(() -> new RandomBlur(List.of(-1.0, 2.0), 1))
        .hasMessageContaining("sigma_range");
  }

  @Test
  void brightensByTheExponentialOfAPolynomial() {
    Volume ones = new Volume(Grid.of(new GridShape(3, 2, 1), Phantom.MM), filled(6, 2));
    // 1, z, y, x
    Volume biased = new Biased(List.of(0.1, 9.0, 0.2, 0.3), 1).apply(ones);

    // x runs over -1, 0, 1 and y over -1, 1; a single slice lies at 0
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        double exponent = 0.1 + 0.2 * (2 * j - 1) + 0.3 * (i - 1);
        assertThat((double) biased.at(i, j, 0)).isEqualTo(2 * Math.exp(exponent), within(1e-6));
      }
    }
  }

  @Test
  void ordersTheTermsByPowersOfXThenYThenZ() {
    Volume ones = new Volume(Grid.of(new GridShape(5, 5, 5), Phantom.MM), filled(125, 1));
    // order 2: 1 z zz y yz yy x xz xy xx
    List<Double> coefficients = List.of(.1, .2, -.3, .4, -.5, .6, -.7, .8, -.9, .25);

    Volume biased = new Biased(coefficients, 2).apply(ones);

    double x = 0.5;
    double y = -1;
    double z = -0.5;
    double exponent =
        .1
            + .2 * z
            - .3 * z * z
            + .4 * y
            - .5 * y * z
            + .6 * y * y
            - .7 * x
            + .8 * x * z
            - .9 * x * y
            + .25 * x * x;
    assertThat((double) biased.at(3, 0, 1)).isEqualTo(Math.exp(exponent), within(1e-6));
    assertThat(new Biased(List.of(500.0), 0).apply(ones).data()).containsOnly(Float.MAX_VALUE);
  }

  private static float[] filled(int length, float value) {
    float[] filled = new float[length];
    Arrays.fill(filled, value);
    return filled;
  }

  @Test
  void testsItsProbabilityOnceWhereTheOriginalTestsItTwice() {
    RandomBiasField field = new RandomBiasField(List.of(0.5), 3, 0.5);
    SplittableRandom random = new SplittableRandom(2);
    int done = 0;
    for (int n = 0; n < 1000; n++) {
      Biased drawn = field.draw(random, Phantom.on(POWERS.grid()));
      assertThat(drawn.coefficients()).allMatch(c -> Math.abs(c) <= 0.5);
      done += drawn.order() == 3 ? 1 : 0;
    }
    assertThat(done).isBetween(440, 560);
    assertThat(Biased.terms(3)).isEqualTo(20);
    assertThat(
            new RandomBiasField(List.of(0.1, 0.2), 1, 1)
                .draw(random, Phantom.on(POWERS.grid()))
                .coefficients())
        .hasSize(4)
        .allMatch(c -> c >= 0.1 && c <= 0.2);
  }

  @Test
  void refusesFieldsThatAreNone() {
    assertThatThrownBy(() -> new RandomBiasField(List.of(-0.5), 3, 1))
        .hasMessageContaining("coefficients");
    assertThatThrownBy(() -> new RandomBiasField(List.of(0.5), 11, 1))
        .hasMessageContaining("order");
    assertThatThrownBy(() -> new Biased(List.of(0.5), 1)).hasMessageContaining("needs 4");
  }
}
