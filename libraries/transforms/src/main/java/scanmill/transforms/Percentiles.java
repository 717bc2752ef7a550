package scanmill.transforms;

import java.util.Arrays;

/** Percentiles of an array, interpolated linearly between ranks, as numpy does. */
final class Percentiles {
  private final float[] sorted;

  Percentiles(float[] data) {
    sorted = data.clone();
    Arrays.sort(sorted);
  }

  static void require(String transform, double least, double most) {
    if (!(least >= 0 && least <= most && most <= 100)) {
      throw new IllegalArgumentException(
          transform
              + " needs 0 <= min_percentile <= max_percentile <= 100; found "
              + least
              + " and "
              + most);
    }
  }

  /**
   * @param percent 0 to 100
   */
  float at(double percent) {
    double rank = percent / 100 * (sorted.length - 1);
    int below = (int) rank;
    int above = Math.min(below + 1, sorted.length - 1);
    return (float) (sorted[below] + (rank - below) * ((double) sorted[above] - sorted[below]));
  }
}
