package scanmill.networks;

import java.util.List;

/** What the arguments of losses may be. */
final class LossArguments {
  /** An upper bound that is none; every type with the range of floats has it. */
  static final float UNBOUNDED = 1e30f;

  private LossArguments() {}

  static void positive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " is above 0");
    }
  }

  static void notNegative(String name, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " is at least 0");
    }
  }

  static void part(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " is from 0 to 1");
    }
  }

  /** At least one weight, none below 0, not all 0. */
  static void weights(String name, List<Double> weights) {
    weights.forEach(weight -> notNegative("Each of " + name, weight));
    if (weights.stream().noneMatch(weight -> weight > 0)) {
      throw new IllegalArgumentException("At least one of " + name + " is above 0");
    }
  }
}
