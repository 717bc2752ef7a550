package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LegacyRandomTest {

  /** What {@code numpy.random.RandomState(seed).permutation(n)} gives. */
  @ParameterizedTest
  @CsvSource({
    "6, 10, 8 1 7 0 6 5 2 4 3 9",
    "6, 8, 0 5 6 7 4 3 1 2",
    "0, 5, 2 0 1 3 4",
    "42, 7, 0 1 5 2 4 3 6",
    "6, 1, 0"
  })
  void permutesAsNumpy(long seed, int n, String expected) {
    assertThat(new LegacyRandom(seed).permutation(n))
        .containsExactly(numbers(expected).stream().mapToInt(Integer::intValue).toArray());
  }

  @Test
  void permutesMoreThanOneByteOfThings() {
    int[] order = new LegacyRandom(6).permutation(200);
    assertThat(IntStream.of(order).limit(12))
        .containsExactly(118, 11, 149, 152, 145, 134, 93, 19, 4, 6, 151, 94);
    assertThat(order).containsOnlyOnce(IntStream.range(0, 200).toArray());
  }

  /** What {@code random.seed(seed); random.sample(range(n), k)} gives in Python. */
  @ParameterizedTest
  @CsvSource({
    "6, 10, 4, 9 1 7 6",
    "6, 200, 5, 146 20 124 195 66",
    "6, 100, 10, 73 10 62 97 33 4 0 18 84 75",
    "42, 30, 6, 20 3 0 23 8 7",
    "0, 21, 5, 12 13 1 8 16",
    "1, 1000, 30, 137 582 867 821 782 64 261 120 507 779 460 483 667 388 807 214 96 499 29 914 855 "
        + "399 443 622 780 785 2 712 456 272"
  })
  void samplesAsPython(long seed, int n, int count, String expected) {
    List<Integer> population = IntStream.range(0, n).boxed().toList();
    assertThat(new PythonRandom(seed).sample(population, count)).isEqualTo(numbers(expected));
  }

  /** What {@code random.seed(seed); random.getrandbits(32)} gives in Python. */
  @ParameterizedTest
  @CsvSource({"6, 3407369726", "0, 3626764237", "42, 2746317213", "4294967295, 2728839433"})
  void drawsTheBitsOfPython(long seed, long bits) {
    assertThat(Integer.toUnsignedLong(MersenneTwister.ofPythonSeed(seed).nextBits()))
        .isEqualTo(bits);
  }

  private static List<Integer> numbers(String text) {
    return List.of(text.split(" ", -1)).stream().map(Integer::valueOf).toList();
  }
}
