package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AffineTest {
  private static final Offset<Double> EXACT = Offset.offset(1e-12);

  @Test
  void takesIndicesToMillimetres() {
    double[] world = Affine.of(HandMade.affine()).toWorld(1, 2, 3);

    assertThat(world).containsExactly(12, 26, 42);
  }

  @Test
  void measuresVoxels() {
    Affine affine = Affine.of(0, -3, 0, 5, 4, 0, 0, 6, 0, 0, 2, 7);

    assertThat(affine.spacing()).isEqualTo(new Spacing(4, 3, 2));
    assertThat(affine.determinant()).isEqualTo(24);
  }

  @Test
  void isUndoneByItsInverse() {
    Random random = new Random(4);
    for (int n = 0; n < 50; n++) {
      Affine affine = Orientations.oblique(new GridShape(1, 1, 1), random).affine();

      assertThat(affine.inverse().times(affine).distance(Affine.identity())).isCloseTo(0, EXACT);
    }
  }

  @Test
  void acceptsVoxelsOfNanometres() {
    assertThat(Affine.scaling(new Spacing(5e-6, 5e-6, 5e-6)).inverse().spacing().iMm())
        .isCloseTo(2e5, Offset.offset(1e-6));
  }

  @Test
  void refusesMatricesThatFlattenOrLoseSpace() {
    double[][] bad = {
      {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0},
      {1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 0},
      {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, Double.NaN, 0},
      {1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, Double.POSITIVE_INFINITY},
      {1e300, 0, 0, 0, 0, 1e300, 0, 0, 0, 0, 1, 0},
      {1, 1, 0, 0, 0, 1e-8, 0, 0, 0, 0, 1, 0}
    };
    for (double[] m : bad) {
      assertThatThrownBy(() -> Affine.of(m))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("finite and invertible");
    }
  }
}
