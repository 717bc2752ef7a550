package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class RandomAffineTest {
  private static final Offset<Double> DIGITS = within(6e-6);
  private static final Grid SLICE = Grid.of(new GridShape(40, 30, 1), Phantom.MM);
  private static final Grid BLOCK = Grid.of(new GridShape(30, 26, 20), new Spacing(1, 1, 2));

  private final Affined affined =
      new Affined(20, List.of(0, 1), List.of(1.1, 0.9, 1.0), List.of(1, -1, 0));

  private static Volume twelve() {
    double[] matrix = new double[49];
    for (int n = 0; n < 12; n++) {
      matrix[(2 + n / 4) * 7 + 2 + n % 4] = n + 1;
    }
    return Phantom.slice(7, 7, matrix);
  }

  @Test
  void turnsStretchesAndShiftsAsTheOriginalDoes() {
    Volume moved = affined.apply(twelve());

    assertThat(Phantom.row(moved, 2))
        .containsExactly(new double[] {0, 0, 2.01997, 5.80053, 8.08834, 10.37616, 3.83129}, DIGITS);
    assertThat(Phantom.row(moved, 3))
        .containsExactly(new double[] {0, 0, .91975, 8.83757, 7.88034, 5.18619, 1.25796}, DIGITS);
  }

  @Test
  void comesBackAsTheOriginalDoes() {
    ProbabilityMap back = affined.undo(Phantom.soft(affined.apply(twelve())), twelve().grid());

    assertThat(Phantom.row(back.volume(0), 3))
        .containsExactly(new double[] {0, 1.04567, 4.06429, 6, 6.98588, 7.42093, 0}, DIGITS);
  }

  @Test
  void changesNothingWithoutATurnAScaleOrAShift() {
    Affined nothing = new Affined(0, List.of(0, 2), List.of(1.0, 1.0, 1.0), List.of(0, 0, 0));
    Volume noise = Phantom.noise(BLOCK, 1);

    assertThat(nothing.apply(noise).data()).isEqualTo(noise.data());
  }

  @Test
  void turnsACubeByAQuarterWithoutLoss() {
    // About half the voxel count, 5, index 0 goes beyond the grid: 10 - 0 = 10.
    Affined quarter = new Affined(90, List.of(1, 2), List.of(1.0, 1.0, 1.0), List.of(0, 0, 0));
    Volume cube = Phantom.noise(Grid.of(new GridShape(3, 10, 10), Phantom.MM), 4);

    Volume turned = quarter.apply(cube);

    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 10; j++) {
        for (int k = 1; k < 10; k++) {
          // in[A (o - c) + c], A = R^T: row 1 reads +k, row 2 reads -j
          float expected = j == 0 ? 0 : cube.at(i, k, 10 - j);
          assertThat(turned.at(i, j, k)).isEqualTo(expected, within(1e-6f));
        }
      }
    }
  }

  @Test
  void keepsMoreThanEightyFivePercentOfAnEllipsoidThereAndBack() {
    SplittableRandom random = new SplittableRandom(11);
    RandomAffine affine =
        new RandomAffine(List.of(30.0), List.of(0.05, 0.05, 0.05), List.of(0.1, 0.1, 0.1));
    for (Grid grid : List.of(SLICE, BLOCK)) {
      ProbabilityMap truth = Phantom.soft(Phantom.ellipsoid(grid, 0.6));
      for (int n = 0; n < 20; n++) {
        Affined drawn = affine.draw(random, Phantom.on(grid));

        ProbabilityMap back = drawn.undo(drawn.apply(truth), grid);

        assertThat(Phantom.dice(back.channel(0), truth.channel(0))).isGreaterThan(0.85);
      }
    }
  }

  @Test
  void neverLeavesThePlaneOfASingleSlice() {
    SplittableRandom random = new SplittableRandom(3);
    RandomAffine affine =
        new RandomAffine(List.of(180.0), List.of(0.1, 0.1, 1.0), List.of(0.1, 0.1, 0.9));
    for (int n = 0; n < 50; n++) {
      Affined drawn = affine.draw(random, Phantom.on(SLICE));

      assertThat(drawn.axes()).containsExactly(0, 1);
      assertThat(drawn.scale().get(2)).isEqualTo(1);
      assertThat(drawn.translation().get(2)).isZero();
    }
    Grid upright = Grid.of(new GridShape(1, 20, 20), Phantom.MM);
    assertThat(affine.draw(random, Phantom.on(upright)).axes()).containsExactly(1, 2);
    Grid line = Grid.of(new GridShape(1, 20, 1), Phantom.MM);
    assertThat(affine.draw(random, Phantom.on(line)).degrees()).isZero();
  }

  @Test
  void drawsWithinItsBoundsAndFromAllOfThem() {
    SplittableRandom random = new SplittableRandom(5);
    RandomAffine affine =
        new RandomAffine(List.of(-10.0, 30.0), List.of(0.1, 0.2), List.of(0.2, 0.1));
    Set<List<Integer>> planes = new HashSet<>();
    Set<Integer> shifts = new HashSet<>();
    double least = 180;
    double most = -180;
    for (int n = 0; n < 400; n++) {
      Affined drawn = affine.draw(random, Phantom.on(BLOCK));
      planes.add(drawn.axes());
      shifts.add(drawn.translation().get(0));
      least = Math.min(least, drawn.degrees());
      most = Math.max(most, drawn.degrees());
      assertThat(drawn.scale().get(0)).isBetween(0.8, 1.2);
      assertThat(drawn.scale().get(1)).isBetween(0.9, 1.1);
      assertThat(drawn.scale().get(2)).isEqualTo(1);
      assertThat(drawn.translation().get(1)).isBetween(-5, 5);
    }
    assertThat(least).isBetween(-10.0, -9.0);
    assertThat(most).isBetween(29.0, 30.0);
    assertThat(planes).containsExactlyInAnyOrder(List.of(0, 1), List.of(0, 2), List.of(1, 2));
    assertThat(shifts).containsExactlyInAnyOrder(-3, -2, -1, 0, 1, 2, 3);
  }

  @Test
  void drawsTheSameFromTheSameSeed() {
    RandomAffine affine = new RandomAffine(List.of(20.0), List.of(0.1, 0.1), List.of(0.1, 0.1));

    assertThat(affine.draw(new SplittableRandom(9), Phantom.on(BLOCK)))
        .isEqualTo(affine.draw(new SplittableRandom(9), Phantom.on(BLOCK)))
        .isNotEqualTo(affine.draw(new SplittableRandom(10), Phantom.on(BLOCK)));
  }

  @Test
  void refusesArgumentsOutOfBounds() {
    assertThatThrownBy(() -> new RandomAffine(List.of(-5.0), List.of(), List.of()))
        .hasMessageContaining("degrees");
    assertThatThrownBy(() -> new RandomAffine(List.of(5.0), List.of(0.1), List.of()))
        .hasMessageContaining("translate");
    assertThatThrownBy(() -> new RandomAffine(List.of(5.0), List.of(), List.of(0.1, 1.5)))
        .hasMessageContaining("scale");
  }
}
