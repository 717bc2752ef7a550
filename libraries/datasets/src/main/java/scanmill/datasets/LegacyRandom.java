package scanmill.datasets;

/**
 * numpy's {@code RandomState} as far as splits need it: the same seed gives the same permutation,
 * so that an ivadomed configuration divides a dataset as ivadomed does.
 */
final class LegacyRandom {
  private final MersenneTwister twister;

  /**
   * @param seed 0 to 4294967295
   */
  LegacyRandom(long seed) {
    this.twister = MersenneTwister.ofNumpySeed(seed);
  }

  /** The numbers 0 to {@code n - 1} in random order. */
  int[] permutation(int n) {
    int[] order = new int[n];
    for (int i = 0; i < n; i++) {
      order[i] = i;
    }
    for (int i = n - 1; i > 0; i--) {
      int j = upTo(i);
      int kept = order[i];
      order[i] = order[j];
      order[j] = kept;
    }
    return order;
  }

  /** A number from 0 to {@code most}, by masking and rejecting. */
  private int upTo(int most) {
    int mask = -1 >>> Integer.numberOfLeadingZeros(most);
    int drawn = twister.nextBits() & mask;
    while (drawn > most) {
      drawn = twister.nextBits() & mask;
    }
    return drawn;
  }
}
