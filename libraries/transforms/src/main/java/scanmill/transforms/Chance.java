package scanmill.transforms;

import java.util.List;
import java.util.random.RandomGenerator;

/** Ranges to draw from, and how often to. */
final class Chance {

  private Chance() {}

  static void requireRange(String transform, String name, List<Double> range) {
    if (range.size() != 2 || !(range.get(0) <= range.get(1))) {
      throw new IllegalArgumentException(
          transform + " needs " + name + " as two numbers in ascending order; found " + range);
    }
  }

  static void requireProbability(String transform, String name, double p) {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException(transform + " needs " + name + " from 0 to 1; found " + p);
    }
  }

  static double within(RandomGenerator random, List<Double> range) {
    return range.get(0) + random.nextDouble() * (range.get(1) - range.get(0));
  }

  /** A seed that survives JSON readers that know 53 bits only. */
  static long seed(RandomGenerator random) {
    return random.nextLong() >>> 11;
  }
}
