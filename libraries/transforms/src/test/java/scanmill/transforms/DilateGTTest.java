package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Set;
import org.junit.jupiter.api.Test;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

class DilateGTTest {

  private static Volume square(int size, int from, int to) {
    double[] matrix = new double[size * size];
    for (int i = from; i < to; i++) {
      for (int j = from; j < to; j++) {
        matrix[i * size + j] = 1;
      }
    }
    return Phantom.slice(size, size, matrix);
  }

  private static Volume dilated(double factor, Volume truth) {
    return new DilateGT(factor).apply(Phantom.soft(truth)).volume(0);
  }

  @Test
  void fadesOutAboutASquareAsTheOriginalDoes() {
    Volume dilated = dilated(0.5, square(11, 4, 7));

    double third = 1 / 3.0;
    assertThat(Phantom.row(dilated, 5))
        .containsExactly(
            new double[] {0, 0, third, 2 * third, 1, 1, 1, 2 * third, third, 0, 0}, within(1e-6));
    double sum = 0;
    for (float value : dilated.data()) {
      sum += value;
    }
    assertThat(sum).isEqualTo(22.333334, within(1e-5));
    // Steps go across faces: the corner's diagonal neighbour is two away.
    assertThat(dilated.at(3, 3, 0)).isEqualTo(1 / 3f, within(1e-6f));
    assertThat(dilated.at(2, 3, 0)).isZero();
  }

  @Test
  void addsRingsOfSeveralObjectsUpToOne() {
    // One voxel each, factor 2: two rings of 2/3 and 1/3.
    Volume dilated = dilated(2, Phantom.slice(1, 7, 0, 0, 1, 0, 0.6, 0, 0.5));

    assertThat(Phantom.row(dilated, 0))
        .containsExactly(new double[] {1 / 3., 2 / 3., 1, 1, 1, 2 / 3., 1 / 3.}, within(1e-6));
  }

  @Test
  void growsThroughSlicesOfAVolume() {
    Grid grid = Grid.of(new GridShape(3, 3, 5), Phantom.MM);
    float[] one = new float[45];
    one[grid.shape().index(1, 1, 2)] = 1;

    ProbabilityMap dilated = new DilateGT(1).apply(new ProbabilityMap(grid, new float[][] {one}));

    assertThat(dilated.volume(0).at(1, 1, 1)).isEqualTo(0.5f);
    assertThat(dilated.volume(0).at(1, 1, 0)).isZero();
    assertThat(dilated.volume(0).at(0, 1, 1)).isZero();
  }

  @Test
  void leavesTheTruthAloneWithoutAFactorOrAnObject() {
    Volume soft = Phantom.slice(1, 3, 0.2, 0.9, 0.5);
    Volume faint = Phantom.slice(1, 3, 0.2, 0.4, 0.5);

    assertThat(dilated(0, soft).data()).isEqualTo(soft.data());
    assertThat(dilated(-1, soft).data()).isEqualTo(soft.data());
    assertThat(dilated(3, faint).data()).isEqualTo(faint.data());
    assertThat(dilated(1e9, soft).data()).containsOnly(1);
  }

  @Test
  void changesTheTruthOnlyAndIsReplayed() {
    Sample sample = Phantom.sample(square(11, 4, 7));

    Sample dilated = sample.apply(new DilateGT(0.5), Set.of(Part.TRUTH));

    assertThat(dilated.channels()).isEqualTo(sample.channels());
    assertThat(dilated.region()).isEqualTo(sample.region());
    assertThat(dilated.history()).hasSize(1);
    assertThat(History.of(dilated).replay(sample).truth().orElseThrow().channel(0))
        .isEqualTo(dilated.truth().orElseThrow().channel(0));
    assertThat(sample.apply(new DilateGT(0.5), Set.of(Part.IMAGE))).isSameAs(sample);
    assertThat(sample.apply(new DilateGT(0.5), Set.of()).history()).isEmpty();
  }

  @Test
  void neverShrinksAnObject() {
    Volume noise = Phantom.noise(Grid.of(new GridShape(30, 30, 1), Phantom.MM), 8);

    Volume dilated = dilated(0.6, noise);

    for (int v = 0; v < noise.data().length; v++) {
      assertThat(dilated.data()[v]).isBetween(noise.data()[v] > 0.5f ? 1f : 0f, 1f);
    }
    assertThatThrownBy(() -> new DilateGT(Double.NaN)).hasMessageContaining("dilation_factor");
  }
}
