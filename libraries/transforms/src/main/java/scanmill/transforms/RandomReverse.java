package scanmill.transforms;

import java.util.random.RandomGenerator;
import scanmill.volumes.Grid;

/** Reverses each of the three axes with probability one half. */
public record RandomReverse() implements RandomTransform {

  @Override
  public Reversed draw(RandomGenerator random, Grid grid) {
    boolean i = random.nextBoolean();
    boolean j = random.nextBoolean();
    boolean k = random.nextBoolean();
    return new Reversed(i, j, k && grid.shape().k() > 1);
  }
}
