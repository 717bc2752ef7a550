package scanmill.transforms;

/**
 * Takes what is above a limit from the bins of a histogram and hands it out to those below it, as
 * evenly as whole numbers allow.
 */
final class CappedHistogram {
  private CappedHistogram() {}

  /**
   * @param counts of each bin; changed
   * @param limit at least 1
   */
  static void cap(int[] counts, int limit) {
    long left = 0;
    for (int b = 0; b < counts.length; b++) {
      if (counts[b] > limit) {
        left += counts[b] - limit;
        counts[b] = limit;
      }
    }
    if (left == 0) {
      return;
    }
    int each = (int) (left / counts.length);
    int brim = limit - each;
    for (int b = 0; b < counts.length; b++) {
      if (counts[b] < brim) {
        left -= each;
        counts[b] += each;
      }
    }
    for (int b = 0; b < counts.length; b++) {
      if (counts[b] >= brim && counts[b] < limit) {
        left -= limit - counts[b];
        counts[b] = limit;
      }
    }
    handOut(counts, limit, left);
  }

  /** One by one, to bins so far apart that what is left goes round once. */
  private static void handOut(int[] counts, int limit, long rest) {
    long left = rest;
    long before = -1;
    while (left > 0 && left != before) {
      before = left;
      for (int first = 0; first < counts.length && left > 0; first++) {
        int under = 0;
        for (int count : counts) {
          under += count < limit ? 1 : 0;
        }
        int step = (int) Math.max(1, under / left);
        for (int b = first; b < counts.length; b += step) {
          if (counts[b] < limit) {
            counts[b]++;
            left--;
          }
        }
      }
    }
  }
}
