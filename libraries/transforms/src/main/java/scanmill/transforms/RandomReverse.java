package scanmill.transforms;

import java.util.random.RandomGenerator;

/** Reverses each of the three axes with probability one half. */
public record RandomReverse() implements RandomTransform {

  @Override
  public Reversed draw(RandomGenerator random, Sample sample) {
    boolean i = random.nextBoolean();
    boolean j = random.nextBoolean();
    boolean k = random.nextBoolean();
    return new Reversed(i, j, k && sample.grid().shape().k() > 1);
  }
}
