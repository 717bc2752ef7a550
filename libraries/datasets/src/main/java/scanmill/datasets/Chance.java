package scanmill.datasets;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Where every draw of a run comes from: each use has a stream of its own, so that one that is added
 * or left out moves no other.
 */
enum Chance {
  ORDER(0),
  PLACE(1),
  RATER(2),
  TRANSFORMS(3),
  DROPOUT(4);

  private final int number;

  Chance(int number) {
    this.number = number;
  }

  /** The stream of one sample in one epoch. */
  RandomGenerator of(long seed, int epoch, int sample, int occurrence) {
    long bits = mixed(mixed(seed) + epoch);
    return new SplittableRandom(mixed(mixed(mixed(bits + sample) + occurrence) + number));
  }

  /** The stream of an epoch as a whole. */
  RandomGenerator of(long seed, int epoch) {
    return of(seed, epoch, -1, 0);
  }

  /**
   * Spreads every bit over all bits (MurmurHash3's finaliser), so that neighbours share nothing.
   */
  private static long mixed(long bits) {
    long a = (bits ^ (bits >>> 33)) * 0xFF51AFD7ED558CCDL;
    long b = (a ^ (a >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return b ^ (b >>> 33);
  }
}
