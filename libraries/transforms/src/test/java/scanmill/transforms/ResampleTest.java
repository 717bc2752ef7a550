package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class ResampleTest {
  private static final Offset<Double> DIGITS = within(6e-6);

  private final Volume powers =
      Phantom.slice(4, 5, IntStream.range(0, 20).mapToDouble(n -> Math.pow(n, 1.5)).toArray());
  private final Resample resample = new Resample(0.5, 0.8, Optional.empty());

  @Test
  void stretchesImagesByQuadraticSplinesAsScipyDoes() {
    Volume stretched = resample.apply(powers);

    assertThat(stretched.shape()).isEqualTo(new GridShape(8, 6, 1));
    assertThat(Phantom.row(stretched, 0))
        .containsExactly(new double[] {0, .70317, 2.04391, 3.66056, 5.85599, 8}, DIGITS);
    assertThat(Phantom.row(stretched, 1))
        .containsExactly(
            new double[] {2.60805, 3.85475, 5.71878, 7.71262, 10.30648, 12.77047}, DIGITS);
    assertThat(Phantom.row(stretched, 7))
        .containsExactly(
            new double[] {58.09475, 62.54359, 67.77398, 72.431, 77.93561, 82.81908}, DIGITS);
  }

  @Test
  void stretchesProbabilitiesLinearly() {
    Volume stretched = resample.apply(Phantom.soft(powers)).volume(0);

    assertThat(Phantom.row(stretched, 0))
        .containsExactly(new double[] {0, .8, 2.09706, 3.77552, 5.75692, 8}, DIGITS);
    assertThat(Phantom.row(stretched, 3))
        .containsExactly(
            new double[] {17.02104, 20.1414, 23.432, 26.8852, 30.49406, 34.25234}, DIGITS);
  }

  @Test
  void comesBackAsCloseAsTheOriginalDoes() {
    Volume stretched = resample.apply(powers);

    ProbabilityMap linear = resample.undo(Phantom.soft(stretched), powers.grid());
    float[] quadratic = Zoom.apply(stretched.data(), stretched.shape(), powers.shape(), 2);

    assertThat(largestDifference(quadratic)).isEqualTo(0.174516, DIGITS);
    assertThat(linear.grid()).isEqualTo(powers.grid());
    assertThat(largestDifference(linear.channel(0))).isLessThan(1);
  }

  private double largestDifference(float[] other) {
    double largest = 0;
    for (int v = 0; v < other.length; v++) {
      largest = Math.max(largest, Math.abs(other[v] - powers.data()[v]));
    }
    return largest;
  }

  @Test
  void keepsCornerCentresWhereTheyAreInTheWorld() {
    Grid grid = Grid.of(new GridShape(131, 141, 16), MM_1_1_3);

    Grid after = new Resample(0.75, 0.75, Optional.of(1.0)).after(grid);

    assertThat(after.shape()).isEqualTo(new GridShape(175, 188, 48));
    assertThat(after.affine().toWorld(0, 0, 0)).containsExactly(0, 0, 0);
    assertThat(after.affine().toWorld(174, 187, 47))
        .containsExactly(new double[] {130, 140, 45}, within(1e-9));
  }

  private static final Spacing MM_1_1_3 = new Spacing(1, 1, 3);

  @ParameterizedTest
  @CsvSource({"131, 1, 2, 66", "129, 1, 2, 64", "131, 0.99999994, 2, 66", "150, 0.795, 0.5, 239"})
  void roundsSizesAsTheOriginalDoes(int voxels, double mm, double asked, int expected) {
    Grid grid = Grid.of(new GridShape(voxels, 1, 1), new Spacing(mm, 1, 1));

    assertThat(new Resample(asked, 1, Optional.empty()).after(grid).shape().i())
        .isEqualTo(expected);
  }

  @Test
  void leavesSlicesAloneInTwoDimensionsAndStretchesThemInThree() {
    Grid grid = Grid.of(new GridShape(4, 4, 4), new Spacing(1, 1, 4));
    Resample absent = new Resample(1, 1, Optional.empty());

    assertThat(absent.forDimensions(2).after(grid)).isEqualTo(grid);
    assertThat(absent.forDimensions(3).after(grid).shape()).isEqualTo(new GridShape(4, 4, 16));
    assertThat(new Resample(1, 1, Optional.of(2.0)).forDimensions(2).after(grid)).isEqualTo(grid);
  }

  @Test
  void neverInventsALabel() {
    Grid grid = Grid.of(new GridShape(9, 7, 5), MM_1_1_3);
    Volume noise = Phantom.noise(grid, 3);
    int[] labels = new int[noise.data().length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = noise.data()[v] < 0.5 ? 0 : 300;
    }

    LabelMap stretched = new Resample(0.7, 1.9, Optional.of(1.1)).apply(new LabelMap(grid, labels));

    assertThat(IntStream.of(stretched.data()).distinct().sorted()).containsExactly(0, 300);
    assertThat(stretched.grid()).isEqualTo(new Resample(0.7, 1.9, Optional.of(1.1)).after(grid));
  }

  @Test
  void survivesAxesOfOneVoxel() {
    Grid grid = Grid.of(new GridShape(1, 6, 1), new Spacing(2, 1, 1));
    Volume volume = new Volume(grid, new float[] {5, 5, 5, 5, 5, 5});

    Volume thin = new Resample(0.5, 30, Optional.of(3.0)).apply(volume);

    assertThat(thin.shape()).isEqualTo(new GridShape(4, 1, 1));
    assertThat(thin.data()).containsOnly(5);
    assertThat(thin.grid().spacing().iMm()).isEqualTo(0.5);
  }

  @Test
  void bringsAnEllipsoidBackOntoItsExactGrid() {
    Grid grid = Grid.of(new GridShape(31, 29, 17), new Spacing(1, 1.3, 2.2));
    ProbabilityMap truth = Phantom.soft(Phantom.ellipsoid(grid, 0.7));
    Resample coarse = new Resample(1.7, 1.1, Optional.of(3.0));

    ProbabilityMap back = coarse.undo(coarse.apply(truth), grid);

    assertThat(back.grid()).isEqualTo(grid);
    assertThat(Phantom.dice(back.channel(0), truth.channel(0))).isGreaterThan(0.8);
  }

  @Test
  void refusesSpacingThatIsNone() {
    assertThatThrownBy(() -> new Resample(0, 1, Optional.empty())).hasMessageContaining("hspace");
    assertThatThrownBy(() -> new Resample(1, 1, Optional.of(Double.NaN)))
        .hasMessageContaining("dspace");
  }
}
