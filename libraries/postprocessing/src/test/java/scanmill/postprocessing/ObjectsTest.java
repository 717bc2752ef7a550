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
}
