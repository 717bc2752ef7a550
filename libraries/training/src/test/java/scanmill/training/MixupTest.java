package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MixupTest {

  @Test
  void everySampleKeepsItsShareAndTakesTheRestOfAnother() {
    Mixup.Draw draw = new Mixup.Draw(0.75, List.of(1, 0, 2));
    assertThat(draw.mix(new float[] {0, 4, 8, 0, 1, 2})).containsExactly(2, 3, 6, 1, 1, 2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.2, 1, 4})
  void drawsKeepAtLeastHalfAndPairEverySampleOnce(double alpha) {
    SplittableRandom random = new SplittableRandom(6);
    for (int n = 0; n < 1000; n++) {
      Mixup.Draw draw = new Mixup(alpha).draw(5, random);
      assertThat(draw.lambda()).isBetween(0.5, 1.0);
      assertThat(draw.partners()).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
  }

  /** Of Beta(a, a), max(x, 1 - x) has the mean 3/4 for a = 1 and 11/16 for a = 2. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void sharesAreThoseOfTheBetaDistribution(int alpha) {
    SplittableRandom random = new SplittableRandom(6);
    double mean =
        IntStream.range(0, 100_000)
            .mapToDouble(n -> new Mixup(alpha).draw(1, random).lambda())
            .average()
            .orElseThrow();
    assertThat(mean).isCloseTo(alpha == 1 ? 0.75 : 11.0 / 16, within(0.002));
  }

  @Test
  void equalSeedsDrawEqually() {
    Mixup.Draw one = new Mixup(0.4).draw(8, new SplittableRandom(3));
    Mixup.Draw other = new Mixup(0.4).draw(8, new SplittableRandom(3));
    assertThat(one.lambda()).isEqualTo(other.lambda());
    assertThat(one.partners()).isEqualTo(other.partners());
  }

  @Test
  void refusesAnAlphaThatIsNotAboveZero() {
    assertThatThrownBy(() -> new Mixup(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
