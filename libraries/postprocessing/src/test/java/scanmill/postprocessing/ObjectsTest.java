package scanmill.postprocessing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;
import scanmill.volumes.ProbabilityMap;

/** Steps that look at objects: keep_largest, fill_holes, remove_small. */
class ObjectsTest {

  @Test
  void keepsTheBarAndRemovesAStrayVoxel() {
    float[] stray = Bar.hard();
    stray[Bar.at(1, 1, 1)] = 1;

    assertThat(new KeepLargest().apply(Bar.map(stray)).channel(0)).isEqualTo(Bar.hard());
  }

  @Test
  void keepsASoftBarSoft() {
    float[] stray = Bar.soft();
    stray[Bar.at(1, 1, 1)] = 0.9f;

    assertThat(new KeepLargest().apply(Bar.map(stray)).channel(0)).isEqualTo(Bar.soft());
    assertThat(Bar.soft()).contains(1 / 3f, 2 / 3f, 1);
  }

  @Test
  void keepsTheLargestOfEveryClass() {
    ProbabilityMap kept = new KeepLargest().apply(Bar.slice(7, "####..#", "#..##.."));

    assertThat(kept.channel(0)).containsExactly(1, 1, 1, 1, 0, 0, 0);
    assertThat(kept.channel(1)).containsExactly(0, 0, 0, 1, 1, 0, 0);
  }

  @Test
  void keepsAsManyAsAreAskedForTheFirstOfEqualsFirst() {
    ProbabilityMap three = Bar.slice(8, "##.#.##.");

    assertThat(new KeepLargest(1).apply(three).channel(0)).containsExactly(1, 1, 0, 0, 0, 0, 0, 0);
    assertThat(new KeepLargest(2).apply(three).channel(0)).containsExactly(1, 1, 0, 0, 0, 1, 1, 0);
    assertThat(new KeepLargest(9).apply(three).channel(0)).isEqualTo(three.channel(0));
    assertThatThrownBy(() -> new KeepLargest(0)).hasMessageContaining("at least n = 1");
  }

  @Test
  void joinsTheLargestByFacesOnly() {
    ProbabilityMap kept = new KeepLargest().apply(Bar.slice(3, "#.. .## ..."));

    assertThat(kept.channel(0)).containsExactly(0, 0, 0, 0, 1, 1, 0, 0, 0);
  }

  @Test
  void fillsAHoleInsideTheBar() {
    float[] holed = Bar.hard();
    holed[Bar.at(7, 7, 4)] = 0;

    assertThat(new FillHoles().apply(Bar.map(holed)).channel(0)).isEqualTo(Bar.hard());
  }

  @Test
  void fillsARingOnASingleSliceWhichTheOriginalDoesNot() {
    ProbabilityMap ring = Bar.slice(5, "..... .###. .#.#. .###. .....");

    assertThat(new FillHoles().apply(ring).channel(0))
        .isEqualTo(Bar.slice(5, "..... .###. .###. .###. .....").channel(0));
  }

  @Test
  void leavesOpenAWallThatLeaksThroughACorner() {
    ProbabilityMap leaking = Bar.slice(5, "..... .##.. .#.#. .###. .....");

    assertThat(new FillHoles().apply(leaking).channel(0)).isEqualTo(leaking.channel(0));
  }

  @Test
  void leavesOpenABayAtTheBorder() {
    ProbabilityMap bay = Bar.slice(3, "##. #.. ##.");

    assertThat(new FillHoles().apply(bay).channel(0)).isEqualTo(bay.channel(0));
  }

  @Test
  void fillsTheHolesOfEachClassByItselfAndMakesThemHard() {
    ProbabilityMap filled = new FillHoles().apply(Bar.slice(3, "678 5.7 965", "444 4.4 444"));

    assertThat(filled.channel(0)).containsOnly(1);
    assertThat(filled.channel(1)).containsOnly(0);
  }

  @Test
  void removesObjectsOfFewerVoxelsThanAskedFor() {
    // Diagonal neighbours are one object of 2; the single voxel is one of 1.
    ProbabilityMap soft = Bar.slice(5, "3.... .4..2");

    assertThat(new RemoveSmall(SizeUnit.VOX, List.of(2.0)).apply(soft).channel(0))
        .isEqualTo(Bar.slice(5, "3.... .4...").channel(0));
    assertThat(new RemoveSmall(SizeUnit.VOX, List.of(3.0)).apply(soft).channel(0)).containsOnly(0);
  }

  @Test
  void countsCubicMillimetresInVoxelsOfHalfAMillimetreBySlicesOfTwo() {
    ProbabilityMap two = Bar.slice(4, "##.."); // 0.5 mm3 each

    assertThat(new RemoveSmall(SizeUnit.MM3, List.of(1.0)).apply(two).channel(0))
        .isEqualTo(two.channel(0));
    // 1.25 mm3 are 2.5 voxels, rounded to 2; 1.3 mm3 are 2.6, rounded to 3
    assertThat(new RemoveSmall(SizeUnit.MM3, List.of(1.25)).apply(two).channel(0))
        .isEqualTo(two.channel(0));
    assertThat(new RemoveSmall(SizeUnit.MM3, List.of(1.3)).apply(two).channel(0)).containsOnly(0);
  }

  @Test
  void hasAThresholdForEveryClassOrOneForAll() {
    ProbabilityMap two = Bar.slice(4, "##..", "##..");

    ProbabilityMap each = new RemoveSmall(SizeUnit.VOX, List.of(3.0, 2.0)).apply(two);

    assertThat(each.channel(0)).containsOnly(0);
    assertThat(each.channel(1)).isEqualTo(two.channel(1));
    assertThatThrownBy(() -> new RemoveSmall(SizeUnit.VOX, List.of(3.0, 2.0, 1.0)).apply(two))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 classes");
  }

  @Test
  void removesWhatIsLargeAndFaintAndKeepsWhatIsSmallAndSure() {
    ProbabilityMap soft = Bar.slice(6, "1111.9");

    assertThat(new MinimumMass(SizeUnit.VOX, List.of(0.5)).apply(soft).channel(0))
        .isEqualTo(Bar.slice(6, ".....9").channel(0));
    // A voxel has 0.5 mm3, so the sums are 0.2 and 0.45 mm3.
    assertThat(new MinimumMass(SizeUnit.MM3, List.of(0.46)).apply(soft).channel(0)).containsOnly(0);
    assertThat(new MinimumMass(SizeUnit.MM3, List.of(0.19)).apply(soft).channel(0))
        .isEqualTo(soft.channel(0));
  }

  @Test
  void closesAGapThatTheBallDoesNotFitInto() {
    // Voxels of 0.5 mm: the gap of two is bridged by a disc of 0.5 mm, that of three is not.
    ProbabilityMap row = Bar.slice(11, "#..#...#...");

    assertThat(new Closing(0.5).apply(row).channel(0))
        .isEqualTo(Bar.slice(11, "####...#...").channel(0));
    assertThat(new Closing(1).apply(row).channel(0))
        .isEqualTo(Bar.slice(11, "########...").channel(0));
  }

  @Test
  void closesWithoutStickingToTheBorderAndByTheSpacingOfEachAxis() {
    ProbabilityMap corner = Bar.slice(5, ".#... ..... ..... ..... .....");
    assertThat(new Closing(1).apply(corner).channel(0)).isEqualTo(corner.channel(0));

    // Slices are 1 mm apart here: a gap of one slice needs a ball of 1 mm.
    float[] gap = Bar.hard();
    for (int v = Bar.at(0, 0, 4); v < Bar.at(0, 0, 5); v++) {
      gap[v] = 0;
    }
    assertThat(new Closing(0.9).apply(Bar.map(gap)).channel(0)).isEqualTo(gap);
    float[] closed = new Closing(1).apply(Bar.map(gap)).channel(0);
    int filled = 0;
    for (int v = 0; v < gap.length; v++) {
      filled += (int) (closed[v] - gap[v]);
    }
    assertThat(filled).isEqualTo(5 * 3); // all of the 7 x 5 but its rim, which the ball reaches
    assertThat(closed[Bar.at(7, 7, 4)]).isEqualTo(1);
  }

  @Test
  void findsTheSummitsOfAHeatMap() {
    ProbabilityMap heat = Bar.slice(9, "123432123 012121232");

    assertThat(new FindPeaks(3, 0.3).apply(heat).channel(0))
        .isEqualTo(Bar.slice(9, "...#....# .........").channel(0));
    // The 3 in the second row is beside the 3 that comes first; of 0.8 x 0.4 only the 4 is left.
    assertThat(new FindPeaks(3, 0.8).apply(heat).channel(0))
        .isEqualTo(Bar.slice(9, "...#..... .........").channel(0));
    assertThat(new FindPeaks(8, 0.3).apply(heat).channel(0))
        .isEqualTo(Bar.slice(9, "...#..... .........").channel(0));
    assertThat(new FindPeaks(5, 1).apply(heat).channel(0)[3]).isEqualTo(1);
    assertThatThrownBy(() -> new FindPeaks(0, 0.3)).hasMessageContaining("1 to 100");
    assertThatThrownBy(() -> new FindPeaks(5, 2)).hasMessageContaining("0 to 1");
  }
}
