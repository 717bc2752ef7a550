package scanmill.transforms;

/**
 * Percentiles of an array, interpolated linearly between ranks, as numpy does. Selects instead of
 * sorting (Hoare, "Algorithm 65: Find", CACM 4, 1961), so its time grows with the length.
 */
final class Percentiles {
  private final int[] keys; // whole numbers in the order of the floats; not a number is the last

  Percentiles(float[] data) {
    keys = new int[data.length];
    for (int v = 0; v < keys.length; v++) {
      keys[v] = flipped(Float.floatToIntBits(data[v]));
    }
  }

  /** Bits of a negative float run backwards; its own inverse. */
  private static int flipped(int bits) {
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
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
    double rank = percent / 100 * (keys.length - 1);
    int below = (int) rank;
    double low = atRank(below);
    double part = rank - below;
    return (float) (part == 0 ? low : low + part * (atRank(below + 1) - low));
  }

  private double atRank(int rank) {
    int from = 0;
    int to = keys.length - 1;
    while (from < to) {
      int pivot = middle(keys[from], keys[(from + to) >>> 1], keys[to]);
      int i = from;
      int j = to;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          int kept = keys[i];
          keys[i++] = keys[j];
          keys[j--] = kept;
        }
      }
      if (rank <= j) {
        to = j;
      } else if (rank >= i) {
        from = i;
      } else {
        break;
      }
    }
    return Float.intBitsToFloat(flipped(keys[rank]));
  }

  private static int middle(int a, int b, int c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }
}
