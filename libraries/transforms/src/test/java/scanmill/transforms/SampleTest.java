package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class SampleTest {
  private static final Grid BLOCK = Grid.of(new GridShape(22, 18, 14), new Spacing(1, 1.5, 2));
  private static final Grid SLICE = Grid.of(new GridShape(33, 28, 1), new Spacing(0.5, 0.5, 3));

  private static final List<RandomTransform> ANY =
      List.of(
          new Reorient(new Orientation("SAR")),
          new Reorient(new Orientation("LPI")),
          new Resample(1.2, 0.9, Optional.of(1.7)),
          new Resample(0.8, 1.1, Optional.empty()),
          new CenterCrop(List.of(20, 21)),
          new CenterCrop(List.of(17, 24, 12)),
          new RandomAffine(List.of(25.0), List.of(0.1, 0.1, 0.1), List.of(0.1, 0.1, 0.1)),
          new ElasticTransform(List.of(5.0, 10.0), List.of(2.5, 4.0), 1),
          new RandomReverse());

  private static List<Transform> composition(long seed, Grid grid) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Transform> drawn = new ArrayList<>();
    Sample shape = Phantom.sample(Phantom.ellipsoid(grid, 0.6));
    for (int n = 0; n < 4; n++) {
      // Slices stay slices: a slab of one voxel has no middle left once it is stretched.
      boolean flat = grid.shape().k() == 1;
      RandomTransform any = ANY.get(random.nextInt(flat ? 1 : 0, ANY.size()));
      Transform next = any.forDimensions(flat ? 2 : 3).draw(random, shape);
      shape = shape.apply(next);
      drawn.add(next);
    }
    return drawn;
  }

  private static Sample changed(Sample sample, List<Transform> transforms) {
    Sample changed = sample;
    for (Transform transform : transforms) {
      changed = changed.apply(transform);
    }
    return changed;
  }

  @RepeatedTest(40)
  void imageTruthAndRegionNeverDriftApart(RepetitionInfo round) {
    Grid grid = round.getCurrentRepetition() % 2 == 0 ? BLOCK : SLICE;
    List<Transform> transforms = composition(round.getCurrentRepetition(), grid);

    Sample sample = changed(Phantom.sample(Phantom.ellipsoid(grid, 0.6)), transforms);

    float[] image = sample.channels().get(0).data();
    float[] truth = sample.truth().orElseThrow().channel(0);
    int[] region = sample.region().orElseThrow().data();
    float[] regionAsTruth = new float[region.length];
    for (int v = 0; v < region.length; v++) {
      regionAsTruth[v] = region[v];
    }
    assertThat(sample.truth().orElseThrow().grid()).isEqualTo(sample.grid());
    assertThat(sample.region().orElseThrow().grid()).isEqualTo(sample.grid());
    assertThat(Phantom.dice(image, truth)).as("%s", transforms).isGreaterThan(0.93);
    assertThat(Phantom.dice(regionAsTruth, truth)).as("%s", transforms).isGreaterThan(0.85);
    assertThat(centreOffset(image, truth, sample.grid().shape()))
        .as("%s", transforms)
        .isLessThan(0.25);
  }

  /** How far apart, in voxels, the centres of mass of two images are. */
  private static double centreOffset(float[] a, float[] b, GridShape n) {
    double[] x = centre(a, n);
    double[] y = centre(b, n);
    return Math.hypot(Math.hypot(x[0] - y[0], x[1] - y[1]), x[2] - y[2]);
  }

  private static double[] centre(float[] data, GridShape n) {
    double[] centre = new double[3];
    double sum = 0;
    for (int k = 0; k < n.k(); k++) {
      for (int j = 0; j < n.j(); j++) {
        for (int i = 0; i < n.i(); i++) {
          double value = data[n.index(i, j, k)];
          sum += value;
          centre[0] += value * i;
          centre[1] += value * j;
          centre[2] += value * k;
        }
      }
    }
    for (int a = 0; a < 3; a++) {
      centre[a] /= sum;
    }
    return centre;
  }

  @RepeatedTest(20)
  void replaysExactlyAndComesBackOntoTheFirstGrid(RepetitionInfo round) {
    Grid grid = round.getCurrentRepetition() % 2 == 0 ? BLOCK : SLICE;
    Sample origin = Phantom.sample(Phantom.ellipsoid(grid, 0.6));
    Sample sample = changed(origin, composition(round.getCurrentRepetition(), grid));
    History history = History.of(sample);

    Sample again = history.replay(origin);
    ProbabilityMap back = history.undo(sample.truth().orElseThrow());

    assertThat(again.grid()).isEqualTo(sample.grid());
    assertThat(again.channels().get(0).data()).isEqualTo(sample.channels().get(0).data());
    assertThat(again.truth().orElseThrow().channel(0))
        .isEqualTo(sample.truth().orElseThrow().channel(0));
    assertThat(again.history()).isEqualTo(sample.history());
    assertThat(back.grid()).isEqualTo(grid);
    assertThat(Phantom.dice(back.channel(0), origin.truth().orElseThrow().channel(0)))
        .as("%s", history)
        .isGreaterThan(0.8);
  }

  @Test
  void keepsEveryVoxelWhereItIsInTheWorldThroughTurnsFlipsAndCrops() {
    Volume noise = Phantom.noise(BLOCK, 2);
    Sample sample =
        Sample.of(List.of(noise))
            .apply(new Reorient(new Orientation("SAR")))
            .apply(new Reversed(true, false, true))
            .apply(new CenterCrop(List.of(9, 30, 8)));

    Volume changed = sample.channels().get(0);
    int found = 0;
    for (int k = 0; k < changed.shape().k(); k++) {
      for (int j = 0; j < changed.shape().j(); j++) {
        for (int i = 0; i < changed.shape().i(); i++) {
          double[] world = sample.grid().affine().toWorld(i, j, k);
          double[] voxel = BLOCK.affine().inverse().toWorld(world[0], world[1], world[2]);
          int x = (int) Math.rint(voxel[0]);
          int y = (int) Math.rint(voxel[1]);
          int z = (int) Math.rint(voxel[2]);
          boolean inside = x >= 0 && x < 22 && y >= 0 && y < 18 && z >= 0 && z < 14;
          assertThat(changed.at(i, j, k)).isEqualTo(inside ? noise.at(x, y, z) : 0);
          found += inside ? 1 : 0;
        }
      }
    }
    assertThat(found).isEqualTo(9 * 18 * 8);
  }

  @Test
  void movesEveryPartByAGeometricTransformWhateverIsAskedFor() {
    Sample sample = Phantom.sample(Phantom.ellipsoid(SLICE, 0.6));

    Sample moved = sample.apply(new CenterCrop(List.of(8, 8)), Set.of(Part.IMAGE));

    assertThat(moved.truth().orElseThrow().shape()).isEqualTo(new GridShape(8, 8, 1));
    assertThat(moved.region().orElseThrow().shape()).isEqualTo(new GridShape(8, 8, 1));
  }

  @Test
  void changesIntensitiesOnlyWhereAsked() {
    Sample sample = Phantom.sample(Phantom.ellipsoid(SLICE, 0.6));

    Sample same = sample.apply(new NormalizeInstance(false), Set.of(Part.TRUTH));

    assertThat(same.channels()).isEqualTo(sample.channels());
    assertThat(same.history()).isEmpty();
  }

  @Test
  void turnsALabelThatWasWrittenTheOtherWayRound() {
    Volume image = Phantom.noise(SLICE, 8);
    LabelMap labels = Phantom.labels(image);

    Sample sample = Sample.of(List.of(image)).withRegion(labels.reoriented(new Orientation("LPS")));

    assertThat(sample.region().orElseThrow().data()).isEqualTo(labels.data());
    assertThat(sample.region().orElseThrow().grid()).isEqualTo(SLICE);
  }

  @Test
  void refusesATruthWithAnotherNumberOfVoxelsAndNamesBoth() {
    Sample sample = Sample.of(List.of(Phantom.noise(SLICE, 1)));

    assertThatThrownBy(() -> sample.withTruth(Phantom.soft(Phantom.noise(BLOCK, 1))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("33x28x1")
        .hasMessageContaining("22x18x14");
  }

  @Test
  void augmentsASliceOf128By128InAFewMillisecondsAtMost() {
    Grid grid = Grid.of(new GridShape(128, 128, 1), Phantom.MM);
    Sample sample = Phantom.sample(Phantom.ellipsoid(grid, 0.6));
    RandomAffine affine = new RandomAffine(List.of(20.0), List.of(0.03, 0.03), List.of(0.05, 0.05));
    SplittableRandom random = new SplittableRandom(1);
    long best = Long.MAX_VALUE;
    for (int n = 0; n < 300; n++) {
      long start = System.nanoTime();
      sample
          .apply(affine.draw(random, Phantom.on(grid)))
          .apply(new RandomReverse().draw(random, Phantom.on(grid)))
          .apply(new NormalizeInstance(true));
      best = Math.min(best, System.nanoTime() - start);
    }
    assertThat(best).isLessThan(3_000_000); // nanoseconds; about 450,000 on an idle machine
  }
}
