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

class IntensityTest {
  private static final Grid LARGE = Grid.of(new GridShape(100, 100, 1), Phantom.MM);

  @Test
  void clipsZeroToNineAtTheirPercentiles() {
    Volume ten = Phantom.slice(2, 5, IntStream.range(0, 10).asDoubleStream().toArray());

    Volume clipped = new HistogramClipping(10, 80).apply(ten);

    assertThat(Phantom.row(clipped, 0))
        .containsExactly(new double[] {0.9, 1, 2, 3, 4}, within(1e-6));
    assertThat(Phantom.row(clipped, 1))
        .containsExactly(new double[] {5, 6, 7, 7.2, 7.2}, within(1e-6));
    assertThatThrownBy(() -> new HistogramClipping(60, 40)).hasMessageContaining("min_percentile");
  }

  @Test
  void findsPercentilesOfAnyArrayAsSortingDoes() {
    SplittableRandom random = new SplittableRandom(4);
    for (int n = 1; n < 200; n++) {
      float[] data = new float[n];
      for (int v = 0; v < n; v++) {
        data[v] = random.nextInt(5) == 0 ? -1 : (float) random.nextDouble(-9, 9);
      }
      float[] sorted = data.clone();
      Arrays.sort(sorted);
      Percentiles percentiles = new Percentiles(data);
      for (double percent : new double[] {0, 37.5, 100, 2, 90}) {
        double rank = percent / 100 * (n - 1);
        int below = (int) rank;
        double above = sorted[Math.min(n - 1, below + 1)];
        assertThat((double) percentiles.at(percent))
            .isEqualTo(sorted[below] + (rank - below) * (above - sorted[below]), within(1e-6));
      }
    }
  }

  @Test
  void stretchesWhatIsBetweenTwoPercentilesOntoARange() {
    Volume ten = Phantom.slice(2, 5, IntStream.range(0, 10).asDoubleStream().toArray());
    RescalePercentiles rescale = new RescalePercentiles(10, 80, List.of(-1.0, 1.0));

    Volume rescaled = rescale.apply(ten);

    // 0.9 becomes -1 and 7.2 becomes 1
    assertThat(Phantom.row(rescaled, 0))
        .containsExactly(
            new double[] {-1, -1 + 0.2 / 6.3, -1 + 2.2 / 6.3, -1 + 4.2 / 6.3, -1 + 6.2 / 6.3},
            within(1e-6));
    assertThat(rescaled.data()[9]).isEqualTo(1);
    assertThat(rescale.apply(Phantom.slice(1, 2, 7, 7)).data()).containsOnly(-1);
    assertThatThrownBy(() -> new RescalePercentiles(10, 80, List.of(1.0, 0.0)))
        .hasMessageContaining("to as two numbers in ascending order");
    assertThatThrownBy(() -> new RescalePercentiles(10, 101, List.of(0.0, 1.0)))
        .hasMessageContaining("max_percentile");
  }

  @Test
  void keepsTheSignOfWhatItRaisesToAPowerAndStaysFinite() {
    Volume volume = Phantom.slice(1, 4, -4, 0, 9, 3e38);

    assertThat(new GammaCorrected(0.5).apply(volume).data()).startsWith(-2, 0, 3);
    assertThat(new GammaCorrected(2).apply(volume).data())
        .containsExactly(-16, 0, 81, Float.MAX_VALUE);
  }

  @Test
  void shiftsWithinTheRangeAsOftenAsAskedFor() {
    RandomShiftIntensity shift = new RandomShiftIntensity(List.of(5.0, 10.0), 0.25);
    SplittableRandom random = new SplittableRandom(1);
    int shifted = 0;
    for (int n = 0; n < 1000; n++) {
      double offset = shift.draw(random, Phantom.on(LARGE)).offset();
      assertThat(offset == 0 || (offset >= 5 && offset < 10)).isTrue();
      shifted += offset == 0 ? 0 : 1;
    }
    assertThat(shifted).isBetween(200, 300);
    assertThat(new ShiftedIntensity(2).apply(Phantom.slice(1, 2, 1, -1)).data())
        .containsExactly(3, 1);
  }

  @Test
  void addsOtherNoiseToEveryChannelAndTheSameFromTheSameSeed() {
    Volume empty = new Volume(LARGE, new float[10_000]);
    Noised noise =
        new AdditiveGaussianNoise(3, 0.5).draw(new SplittableRandom(2), Phantom.on(LARGE));

    Sample sample = Sample.of(List.of(empty, empty)).apply(noise);

    float[] first = sample.channels().get(0).data();
    double mean = IntStream.range(0, 10_000).mapToDouble(v -> first[v]).average().orElseThrow();
    double variance =
        IntStream.range(0, 10_000)
            .mapToDouble(v -> (first[v] - mean) * (first[v] - mean))
            .average()
            .orElseThrow();
    assertThat(mean).isEqualTo(3, within(0.025));
    assertThat(Math.sqrt(variance)).isEqualTo(0.5, within(0.02));
    assertThat(sample.channels().get(1).data()).isNotEqualTo(first);
    assertThat(noise.apply(empty, 0).data()).isEqualTo(first);
  }

  @Test
  void deformsImageAndTruthByTheSameFieldWhichTheOriginalDoesNot() {
    Volume image = Phantom.ellipsoid(LARGE, 0.5);
    Deformed deformed =
        new ElasticTransform(List.of(150.0, 150.0), List.of(4.0, 4.0), 1)
            .draw(new SplittableRandom(3), Phantom.on(LARGE));

    Sample sample = Phantom.sample(image).apply(deformed);

    float[] moved = sample.channels().get(0).data();
    assertThat(sample.truth().orElseThrow().channel(0)).isEqualTo(moved);
    assertThat(Phantom.dice(moved, image.data())).isBetween(0.6, 0.99);
    assertThat(deformed.apply(new Volume(LARGE, ones())).data()).containsOnly(1);
  }

  private static float[] ones() {
    float[] ones = new float[10_000];
    Arrays.fill(ones, 1);
    return ones;
  }

  @Test
  void leavesEverythingAloneWhenChanceSaysSo() {
    Volume image = Phantom.ellipsoid(LARGE, 0.5);

    assertThat(
            new ElasticTransform(List.of(1.0, 2.0), List.of(3.0, 4.0), 0)
                .draw(new SplittableRandom(1), Phantom.on(LARGE))
                .apply(image)
                .data())
        .isEqualTo(image.data());
    assertThat(
            new RandomGamma(List.of(1.0, 2.0), 0)
                .draw(new SplittableRandom(1), Phantom.on(LARGE))
                .apply(image))
        .isSameAs(image);
  }
}
