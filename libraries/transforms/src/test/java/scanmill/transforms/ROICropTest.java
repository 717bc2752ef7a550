package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

class ROICropTest {
  private static final SplittableRandom NO_CHANCE = new SplittableRandom(0);

  private static LabelMap region(GridShape shape, int... voxels) {
    int[] labels = new int[shape.length()];
    for (int v = 0; v < voxels.length; v += 3) {
      labels[shape.index(voxels[v], voxels[v + 1], voxels[v + 2])] = 1;
    }
    return new LabelMap(Grid.of(shape, Phantom.MM), labels);
  }

  private static Sample sample(LabelMap region) {
    Volume noise = Phantom.noise(region.grid(), 3);
    return Sample.of(List.of(noise)).withTruth(Phantom.soft(noise)).withRegion(region);
  }

  private static Transform drawn(ROICrop crop, LabelMap region) {
    return crop.draw(NO_CHANCE, sample(region));
  }

  @Test
  void startsWhereTheOriginalDoes() {
    GridShape shape = new GridShape(10, 12, 1);
    int[] labels = new int[shape.length()];
    for (int i = 2; i < 5; i++) {
      for (int j = 7; j < 10; j++) {
        labels[shape.index(i, j, 0)] = 1;
      }
    }
    LabelMap region = new LabelMap(Grid.of(shape, Phantom.MM), labels);
    ROICrop crop = new ROICrop(List.of(4, 6), false, false);

    assertThat(drawn(crop.forDimensions(2), region))
        .isEqualTo(new RegionCropped(List.of(List.of(1, 5)), List.of(4, 6)));
    assertThat(drawn(crop, region)).isEqualTo(new BoundingBoxCrop(List.of(1, 5), List.of(4, 6)));
  }

  @Test
  void givesEachSliceACentreOfItsOwnAndEmptyOnesThatOfTheNearest() {
    LabelMap region = region(new GridShape(20, 20, 5), 4, 6, 1, 12, 9, 4, 13, 9, 4);

    Transform crop = drawn(new ROICrop(List.of(4, 2), true, false), region);

    // slice 4: centre 12.5 rounds to 12, less 2; slice 0 and 2 are next to 1, slice 3 to 4
    assertThat(((RegionCropped) crop).starts())
        .containsExactly(
            List.of(2, 5), List.of(2, 5), List.of(2, 5), List.of(10, 8), List.of(10, 8));
  }

  @Test
  void takesTheEarlierOfTwoSlicesThatAreAsNear() {
    LabelMap region = region(new GridShape(9, 9, 3), 2, 2, 0, 7, 7, 2);

    assertThat(
            ((RegionCropped) drawn(new ROICrop(List.of(2, 2), true, false), region))
                .starts()
                .get(1))
        .containsExactly(1, 1);
  }

  @Test
  void hasOneCentreInThreeDimensions() {
    LabelMap region = region(new GridShape(9, 9, 9), 4, 2, 5, 4, 2, 8);

    assertThat(drawn(new ROICrop(List.of(4, 4, 3), false, false), region))
        .isEqualTo(new BoundingBoxCrop(List.of(2, 0, 4), List.of(4, 4, 3))); // rint(1.5) is 2
    assertThat(new ROICrop(List.of(4, 4, 3), false, false).forDimensions(2))
        .isEqualTo(new ROICrop(List.of(4, 4), true, false));
  }

  @Test
  void cutsImageTruthAndRegionAlikeAndPutsEverySliceBack() {
    LabelMap region = region(new GridShape(8, 7, 3), 1, 1, 0, 4, 5, 1, 7, 3, 2);
    Sample origin = sample(region);

    Sample cut = origin.apply(drawn(new ROICrop(List.of(4, 5), true, false), region));
    ProbabilityMap back = History.of(cut).undo(cut.truth().orElseThrow());

    float[] image = origin.channels().get(0).data();
    assertThat(cut.grid().shape()).isEqualTo(new GridShape(4, 5, 3));
    assertThat(cut.truth().orElseThrow().channel(0)).isEqualTo(cut.channels().get(0).data());
    for (int k = 0; k < 3; k++) {
      assertThat(cut.region().orElseThrow().at(2, 2, k)).isEqualTo(1); // the centre, at half size
      int fromI = new int[] {-1, 2, 5}[k];
      int fromJ = new int[] {-1, 3, 1}[k];
      for (int j = 0; j < 7; j++) {
        for (int i = 0; i < 8; i++) {
          boolean kept = i >= fromI && i < fromI + 4 && j >= fromJ && j < fromJ + 5;
          assertThat(back.channel(0)[region.shape().index(i, j, k)])
              .isEqualTo(kept ? image[region.shape().index(i, j, k)] : 0);
        }
      }
    }
  }

  @Test
  void saysWhereTheSliceInTheMiddleLies() {
    LabelMap region = region(new GridShape(8, 8, 3), 1, 1, 0, 4, 5, 1, 7, 3, 2);

    Grid after =
        ((RegionCropped) drawn(new ROICrop(List.of(2, 2), true, false), region))
            .after(region.grid());

    assertThat(after.affine().toWorld(0, 0, 1)).containsExactly(new double[] {3, 4, 1}, within(0.));
  }

  @Test
  void refusesAScanWithoutARegionAndOneWhoseRegionIsEmpty() {
    ROICrop crop = new ROICrop(List.of(4, 4), true, false);
    LabelMap empty = region(new GridShape(5, 5, 2));

    assertThatThrownBy(() -> crop.draw(NO_CHANCE, Phantom.on(empty.grid())))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("roi-crop-no-region")
        .hasMessageContaining("roi_params");
    assertThatThrownBy(() -> drawn(crop, empty))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("roi-crop-empty-region");
    assertThatThrownBy(() -> drawn(new ROICrop(List.of(4, 4), false, false), empty))
        .hasMessageContaining("roi-crop-empty-region");
  }

  @Test
  void cutsAboutTheBrightestPartWithoutARegionOnlyIfAskedTo() {
    double[] matrix = new double[80];
    matrix[3 * 10 + 2] = 100.9; // row 3, column 2: whole numbers count, so 100
    matrix[3 * 10 + 6] = 300;
    matrix[7 * 10 + 9] = -500; // weighs nothing
    Sample bright = Sample.of(List.of(Phantom.slice(8, 10, matrix)));
    ROICrop crop = new ROICrop(List.of(4, 4), true, false).aboutIntensitiesWithoutRegion();

    // column (100 * 2 + 300 * 6) / 400 = 5, less 2
    assertThat(crop.draw(NO_CHANCE, bright))
        .isEqualTo(new RegionCropped(List.of(List.of(1, 3)), List.of(4, 4)));
    LabelMap region = region(new GridShape(8, 10, 1), 2, 2, 0);
    assertThat(crop.draw(NO_CHANCE, bright.withRegion(region)))
        .isEqualTo(new RegionCropped(List.of(List.of(0, 0)), List.of(4, 4)));
  }

  @Test
  void refusesSizesAndStartsThatAreNone() {
    assertThatThrownBy(() -> new ROICrop(List.of(4), false, false)).hasMessageContaining("size");
    assertThatThrownBy(() -> new ROICrop(List.of(4, 4, 4), true, false))
        .hasMessageContaining("two");
    assertThatThrownBy(() -> new RegionCropped(List.of(List.of(1)), List.of(4, 4)))
        .hasMessageContaining("two numbers for each slice");
    assertThatThrownBy(
            () ->
                new RegionCropped(List.of(List.of(1, 1)), List.of(4, 4))
                    .after(Grid.of(new GridShape(9, 9, 2), Phantom.MM)))
        .hasMessageContaining("drawn for 1 slices; found 2");
    assertThatThrownBy(() -> new BoundingBoxCrop(List.of(1, 2, 3), List.of(4, 4)))
        .hasMessageContaining("as many numbers");
  }

  @Test
  void keepsOfAResampledRegionWhatLiesWithinItButNeverNothing() {
    LabelMap region = region(new GridShape(9, 9, 2), 3, 3, 0, 4, 3, 0, 5, 3, 0, 2, 6, 1);
    // j stays; i doubles but for one: half a voxel beyond a labelled one is not within
    Resample finer = new Resample(0.5, 1, Optional.empty());

    LabelMap resampled = sample(region).apply(finer).region().orElseThrow();

    double step = 8.0 / 17;
    for (int i = 0; i < 18; i++) {
      double at = i * step;
      assertThat(resampled.at(i, 3, 0)).isEqualTo(at >= 3 && at <= 5 ? 1 : 0);
      // one voxel thin: nothing lies within, so the nearest stay
      assertThat(resampled.at(i, 6, 1)).isEqualTo(Math.abs(at - 2) < 0.5 ? 1 : 0);
    }
  }
}
