package scanmill.datasets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scanmill.transforms.AdditiveGaussianNoise;
import scanmill.transforms.Part;
import scanmill.transforms.Placed;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class SampleMakerTest {
  @TempDir Path folder;

  @Test
  void keepsSlicesByWhatTheFilterAndTheRegionSay() throws IOException {
    GridShape shape = new GridShape(2, 1, 4);
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    scans.add(
        Sample.of(List.of(new Volume(grid, new float[] {1, 1, 1, 2, 3, 4, 5, 6})))
            .withTruth(
                new ProbabilityMap(
                    grid, new float[][] {{1, 0, 0, 0, 0, 1, 0, 1}, {1, 0, 0, 0, 0, 0, 1, 0}}))
            .withRegion(new LabelMap(grid, new int[] {1, 1, 1, 0, 1, 1, 0, 0})));
    OptionalInt any = OptionalInt.empty();
    assertThat(slices(scans, new SampleFilter(true, false, false), any)).containsExactly(1, 2, 3);
    assertThat(slices(scans, new SampleFilter(false, true, false), any)).containsExactly(0, 2, 3);
    assertThat(slices(scans, new SampleFilter(false, false, true), any)).containsExactly(0, 3);
    assertThat(slices(scans, SampleFilter.NONE, OptionalInt.of(1))).containsExactly(0, 2);
    assertThat(slices(scans, SampleFilter.NONE, OptionalInt.of(0))).containsExactly(0, 1, 2);
    assertThat(scans.index(Rules.slices()).positive()).containsExactly(true, false, true, true);
  }

  private static List<Integer> slices(
      PreparedFolder scans, SampleFilter filter, OptionalInt region) {
    SampleIndex index = scans.index(Rules.slices(filter, region, false));
    List<Integer> kept = new ArrayList<>();
    for (int n = 0; n < index.size(); n++) {
      kept.add(index.ref(n, 0).place());
    }
    return kept;
  }

  @Test
  void keepsAMissingChannelAtZeroWhateverIsAddedToIt() throws IOException {
    PreparedFolder scans = PreparedFolder.ofSlices(folder);
    GridShape shape = new GridShape(3, 3, 1);
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    float[] ramp = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    scans.add(
        Sample.of(List.of(new Volume(grid, ramp), new Volume(grid, new float[9]))),
        List.of(true, false));
    Placed noise = new Placed(new AdditiveGaussianNoise(5, 1), Set.of(Part.IMAGE));
    SampleRules rules =
        Rules.slices(new SampleFilter(true, false, false), OptionalInt.empty(), true, noise);
    Batch batch = scans.loader(rules, 1).epoch(1).next();
    assertThat(batch.present()).containsExactly(1, 0);
    assertThat(Arrays.copyOfRange(batch.inputs(), 9, 18)).containsOnly(0);
    assertThat(batch.inputs()[0]).isGreaterThan(1);
  }

  @Test
  void leavesOutEveryNumberOfChannelsAlikeAndNeverAll() throws IOException {
    PreparedFolder scans = new PreparedFolder(folder, 1, 3, grid -> List.of());
    GridShape shape = new GridShape(2, 2, 2);
    scans.add(PreparedScanTest.sample(shape, 4, 1, true, new Random(1)));
    SampleMaker maker = new SampleMaker(Rules.volumes(shape, Optional.empty(), true, true), 3);
    SampleRef ref = new SampleRef(scans.scan(0).facts().key().source(), 0, 0, 0, "", List.of());
    int[] leftOut = new int[4];
    int[] counts = new int[4];
    for (int epoch = 1; epoch <= 4000; epoch++) {
      Made made = maker.make(scans.scan(0), ref, epoch);
      counts[4 - made.present().cardinality()]++; // fails for all four
      for (int c = 0; c < 4; c++) {
        leftOut[c] += made.present().get(c) ? 0 : 1;
      }
    }
    for (int n = 0; n < 4; n++) {
      assertThat(counts[n]).isCloseTo(1000, within(150));
      assertThat(leftOut[n]).isCloseTo(1500, within(200)); // 1.5 of 4 channels on average
    }
    SampleMaker tested = new SampleMaker(Rules.volumes(shape, Optional.empty(), false, true), 3);
    assertThat(tested.make(scans.scan(0), ref, 1).present().cardinality()).isEqualTo(4);
  }

  @Test
  void drawsOneRaterForAllClassesInLearningAndTakesTheMeanOtherwise() throws IOException {
    PreparedFolder scans = new PreparedFolder(folder, 3, 3, grid -> List.of());
    GridShape shape = new GridShape(1, 1, 1);
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    scans.add(
        Sample.of(List.of(new Volume(grid, new float[] {1})))
            .withTruth(
                new ProbabilityMap(
                    grid, new float[][] {{.1f}, {.2f}, {.3f}, {.4f}, {.8f}, {.9f}})));
    SampleRef ref = new SampleRef(scans.scan(0).facts().key().source(), 0, 0, 0, "", List.of());
    SampleMaker learning = new SampleMaker(Rules.volumes(shape, Optional.empty(), true, false), 3);
    Set<List<Float>> seen = new HashSet<>();
    for (int epoch = 1; epoch <= 50; epoch++) {
      seen.add(truth(learning.make(scans.scan(0), ref, epoch)));
    }
    assertThat(seen)
        .containsExactlyInAnyOrder(List.of(.1f, .2f), List.of(.3f, .4f), List.of(.8f, .9f));
    SampleMaker checking = new SampleMaker(Rules.volumes(shape, Optional.empty(), false, false), 3);
    assertThat(truth(checking.make(scans.scan(0), ref, 1)).get(0)).isCloseTo(.4f, within(1e-6f));
    assertThat(truth(checking.make(scans.scan(0), ref, 1)).get(1)).isCloseTo(.5f, within(1e-6f));
  }

  private static List<Float> truth(Made made) {
    ProbabilityMap truth = made.sample().truth().orElseThrow();
    return List.of(truth.channel(0)[0], truth.channel(1)[0]);
  }

  @Test
  void drawsPatchesAnywhereAndSomeAroundLabels() throws IOException {
    GridShape shape = new GridShape(20, 18, 16);
    Grid grid = Grid.of(shape, new Spacing(1, 1, 1));
    float[] data = new float[shape.length()];
    for (int v = 0; v < data.length; v++) {
      data[v] = v;
    }
    float[] rare = new float[shape.length()];
    int at = shape.index(19, 0, 7);
    rare[at] = 1;
    PreparedFolder scans = new PreparedFolder(folder, 1, 3, any -> List.of());
    scans.add(
        Sample.of(List.of(new Volume(grid, data)))
            .withTruth(new ProbabilityMap(grid, new float[][] {rare, new float[data.length]})));
    SampleRules rules =
        Rules.volumes(
            new GridShape(4, 4, 4),
            Optional.of(new PatchDrawing(new GridShape(4, 4, 4), 3, 1)),
            true,
            false);
    SampleIndex index = scans.index(rules);
    assertThat(index.size()).isEqualTo(3);
    SampleMaker maker = new SampleMaker(rules, 6);
    Set<Float> around = new HashSet<>();
    Set<Float> anywhere = new HashSet<>();
    for (int epoch = 1; epoch <= 200; epoch++) {
      Sample labelled = maker.make(scans.scan(0), index.ref(0, 0), epoch).sample();
      assertThat(sum(labelled.truth().orElseThrow().channel(0))).isEqualTo(1);
      around.add(labelled.channels().get(0).data()[0]);
      Sample free = maker.make(scans.scan(0), index.ref(1, 0), epoch).sample();
      anywhere.add(free.channels().get(0).data()[0]);
    }
    // In the corner along i and j, four starts along k hold the voxel: 4 to 7.
    assertThat(around)
        .containsExactlyInAnyOrder(
            (float) shape.index(16, 0, 4),
            (float) shape.index(16, 0, 5),
            (float) shape.index(16, 0, 6),
            (float) shape.index(16, 0, 7));
    assertThat(anywhere).hasSizeGreaterThan(150);
  }

  @Test
  void drawsPatchesOfAGridThatIsSmallerThanThey() throws IOException {
    PreparedFolder scans = new PreparedFolder(folder, 1, 3, any -> List.of());
    scans.add(PreparedScanTest.sample(new GridShape(3, 2, 1), 1, 1, false, new Random(8)));
    SampleRules rules =
        Rules.volumes(
            new GridShape(4, 4, 4),
            Optional.of(new PatchDrawing(new GridShape(4, 4, 4), 2, 2)),
            true,
            false);
    Batch batch = scans.loader(rules, 1).epoch(1).next();
    assertThat(batch.inputShape()).containsExactly(2, 1, 4, 4, 4);
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float value : values) {
      sum += value;
    }
    return sum;
  }
}
