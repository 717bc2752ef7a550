package scanmill.datasets;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * Python's {@code random} as far as the selection of subjects needs it: the same seed gives the
 * same sample.
 */
final class PythonRandom {
  private final MersenneTwister twister;

  /**
   * @param seed 0 to 4294967295
   */
  PythonRandom(long seed) {
    this.twister = MersenneTwister.ofPythonSeed(seed);
  }

  /**
   * {@code random.sample}: some of a population without repetition, in the order drawn.
   *
   * @param count at most the population's size
   */
  <T> List<T> sample(List<T> population, int count) {
    int n = population.size();
    List<T> drawn = new ArrayList<>(count);
    if (n <= poolLimit(count)) {
      List<T> pool = new ArrayList<>(population);
      for (int i = 0; i < count; i++) {
        int j = below(n - i);
        drawn.add(pool.get(j));
        pool.set(j, pool.get(n - i - 1));
      }
    } else {
      Set<Integer> seen = new HashSet<>();
      IntPredicate isNew = seen::add;
      for (int i = 0; i < count; i++) {
        int j = below(n);
        while (!isNew.test(j)) {
          j = below(n);
        }
        drawn.add(population.get(j));
      }
    }
    return drawn;
  }

  /** Up to this size Python draws from a copy of the population, beyond it by trial and error. */
  private static double poolLimit(int count) {
    double size = 21;
    if (count > 5) {
      size += Math.pow(4, Math.ceil(Math.log(count * 3.0) / Math.log(4)));
    }
    return size;
  }

  private int below(int n) {
    int bits = 32 - Integer.numberOfLeadingZeros(n);
    int drawn = twister.nextBits() >>> (32 - bits);
    while (drawn >= n) {
      drawn = twister.nextBits() >>> (32 - bits);
    }
    return drawn;
  }
}
