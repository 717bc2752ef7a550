package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DistanceTransformTest {

  @Test
  void transformsDistancesExactlyOnALineOfUnevenMarks() {
    boolean[] marked = new boolean[10];
    marked[2] = true;
    marked[7] = true;

    double[] squared =
        DistanceTransform.squared(marked, new GridShape(10, 1, 1), new Spacing(0.5, 1, 1));

    assertThat(Arrays.stream(squared).map(Math::sqrt))
        .containsExactly(1.0, 0.5, 0.0, 0.5, 1.0, 1.0, 0.5, 0.0, 0.5, 1.0);
  }

  @Test
  void knowsNoDistanceWhereNothingIsMarked() {
    assertThat(DistanceTransform.squared(new boolean[6], new GridShape(3, 2, 1), ONE))
        .containsOnly(Double.POSITIVE_INFINITY);
  }

  private static final Spacing ONE = new Spacing(1, 1, 1);
}
