package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scanmill.specs.StrictJson;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/** What holds whatever is done, in whatever order, to whatever grid. */
class CompositionTest {
  private static final int SEEDS = 60;
  private static final int LABEL = 70_000;

  /** Volumes, stacks of slices for networks of 2 dimensions, and single slices, in turn. */
  private enum Kind {
    VOLUME,
    STACK,
    SLICE
  }

  /** Everything that moves voxels, with arguments that fit the grid it is asked for. */
  private static List<Function<Grid, RandomTransform>> geometry(SplittableRandom random) {
    return List.of(
        grid -> new Reorient(new Orientation(List.of("SAR", "LPI", "RAS").get(random.nextInt(3)))),
        grid -> resample(grid, random),
        grid -> new CenterCrop(sizes(grid.shape(), random)),
        grid -> new ROICrop(sizes(grid.shape(), random), false, false),
        grid -> new BoundingBoxCrop(starts(grid.shape(), random), sizes(grid.shape(), random)),
        grid -> new RandomAffine(List.of(25.0), List.of(.05, .05, .05), List.of(.1, .1, .1)),
        grid -> new ElasticTransform(List.of(4.0, 9.0), List.of(2.5, 4.0), 1),
        grid -> new RandomReverse());
  }

  /** Everything that changes what voxels say. */
  private static List<Function<Grid, RandomTransform>> intensities() {
    return List.of(
        grid -> new NormalizeInstance(false),
        grid -> new NormalizeDataset(Optional.of(List.of(1., 2.)), Optional.of(List.of(2., 3.))),
        grid -> new RandomShiftIntensity(List.of(-3.0, 3.0), 0.5),
        grid -> new RandomGamma(List.of(-0.5, 0.5), 0.5),
        grid -> new AdditiveGaussianNoise(0.1, 0.2),
        grid -> new RandomBiasField(List.of(0.3), 2, 0.5),
        grid -> new RandomBlur(List.of(0.3, 1.0), 0.5),
        grid -> new HistogramClipping(1, 99),
        grid -> new RescalePercentiles(1, 99, List.of(0.0, 1.0)),
        grid -> new Clahe(3, List.of(8, 8)),
        grid -> new DilateGT(0.1),
        grid ->
            OneOf.of(
                List.of(new RandomGamma(List.of(0.1, 0.2), 1), new AdditiveGaussianNoise(0, 1)),
                List.of()));
  }

  private static Resample resample(Grid grid, SplittableRandom random) {
    Spacing mm = grid.spacing();
    return new Resample(
        mm.iMm() * random.nextDouble(0.75, 1.3),
        mm.jMm() * random.nextDouble(0.75, 1.3),
        Optional.of(mm.kMm() * random.nextDouble(0.75, 1.3)));
  }

  private static List<Integer> sizes(GridShape n, SplittableRandom random) {
    return IntStream.range(0, 3)
        .mapToObj(a -> (int) Math.max(1, n.axis(a) * random.nextDouble(0.8, 1.2)))
        .toList();
  }

  private static List<Integer> starts(GridShape n, SplittableRandom random) {
    return IntStream.range(0, 3).mapToObj(a -> n.axis(a) == 1 ? 0 : random.nextInt(-2, 3)).toList();
  }

  private static Kind kind(int seed) {
    return Kind.values()[seed % 3];
  }

  private static Sample origin(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int k =
        switch (kind(seed)) {
          case VOLUME -> random.nextInt(16, 24);
          case STACK -> random.nextInt(2, 9);
          case SLICE -> 1;
        };
    GridShape shape = new GridShape(random.nextInt(22, 40), random.nextInt(22, 40), k);
    Grid grid =
        Grid.of(
            shape,
            new Spacing(
                random.nextDouble(0.5, 2), random.nextDouble(0.5, 2), random.nextDouble(0.5, 3)));
    Volume object = Phantom.ellipsoid(grid, 0.6);
    int[] region =
        IntStream.range(0, shape.length()).map(v -> object.data()[v] > 0 ? LABEL : 0).toArray();
    return Sample.of(List.of(object, Phantom.noise(grid, seed)))
        .withTruth(
            new ProbabilityMap(
                grid, new float[][] {object.data(), Phantom.noise(grid, seed + 1).data()}))
        .withRegion(new LabelMap(grid, region));
  }

  private static Sample changed(
      int seed, Sample origin, List<Function<Grid, RandomTransform>> any, SplittableRandom random) {
    Sample sample = origin;
    for (int n = 0; n < 5; n++) {
      RandomTransform next = any.get(random.nextInt(any.size())).apply(sample.grid());
      boolean warp = next instanceof RandomAffine || next instanceof ElasticTransform;
      if (kind(seed) == Kind.STACK && warp) {
        continue; // warps are for the slices cut from a stack, not for the stack
      }
      if (kind(seed) != Kind.VOLUME && next instanceof Reorient) {
        continue; // slices stay slices
      }
      next = next.forDimensions(kind(seed) == Kind.VOLUME ? 3 : 2);
      sample = sample.apply(next.draw(random, sample));
    }
    return sample;
  }

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void imageTruthAndRegionNeverDriftApart(int seed) {
    SplittableRandom random = new SplittableRandom(seed * 31L);

    Sample sample = changed(seed, origin(seed), geometry(random), random);

    String done = History.of(sample).toString();
    GridShape n = sample.grid().shape();
    float[] image = sample.channels().get(0).data();
    float[] truth = sample.truth().orElseThrow().channel(0);
    float[] region = new float[image.length];
    int[] labels = sample.region().orElseThrow().data();
    double within = 0;
    double all = 0;
    for (int v = 0; v < region.length; v++) {
      region[v] = labels[v] == 0 ? 0 : 1;
      all += region[v];
      within += region[v] * (truth[v] >= 0.4 ? 1 : 0);
    }
    assertThat(Phantom.dice(image, truth)).as(done).isGreaterThan(0.93);
    assertThat(centreOffset(image, truth, n)).as(done).isLessThan(0.25);
    assertThat(within / all).as(done).isGreaterThan(0.9);
    assertThat(centreOffset(region, truth, n)).as(done).isLessThan(0.75);
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

  @ParameterizedTest
  @MethodSource("seeds")
  void partsStayOnOneGridWithLabelsAsTheyWereAndIntensitiesFinite(int seed) {
    SplittableRandom random = new SplittableRandom(seed * 37L);
    Sample origin = origin(seed);

    Sample sample = changed(seed, origin, everything(random), random);

    for (Volume channel : sample.channels()) {
      assertThat(channel.grid()).isEqualTo(sample.grid());
      assertThat(channel.nonFiniteVoxels()).isZero();
    }
    assertThat(sample.truth().orElseThrow().grid()).isEqualTo(sample.grid());
    assertThat(sample.region().orElseThrow().grid()).isEqualTo(sample.grid());
    assertThat(IntStream.of(sample.region().orElseThrow().data()).boxed())
        .isSubsetOf(Set.of(0, LABEL));
    for (int c = 0; c < 2; c++) {
      for (float value : sample.truth().orElseThrow().channel(c)) {
        assertThat(value).isBetween(0f, 1f);
      }
    }
    assertThat(digest(origin)).as("arguments are read only").isEqualTo(digest(origin(seed)));
  }

  private static List<Function<Grid, RandomTransform>> everything(SplittableRandom random) {
    List<Function<Grid, RandomTransform>> all = new ArrayList<>(geometry(random));
    all.addAll(intensities());
    return all;
  }

  private static List<Integer> digest(Sample sample) {
    return List.of(
        Arrays.hashCode(sample.channels().get(0).data()),
        Arrays.hashCode(sample.channels().get(1).data()),
        Arrays.hashCode(sample.truth().orElseThrow().channel(0)),
        Arrays.hashCode(sample.truth().orElseThrow().channel(1)),
        Arrays.hashCode(sample.region().orElseThrow().data()));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void historyReplaysExactlyAndSurvivesJson(int seed) {
    SplittableRandom random = new SplittableRandom(seed * 41L);
    Sample origin = origin(seed);
    Sample sample = changed(seed, origin, everything(random), random);
    String written = StrictJson.pretty(History.of(sample).toJson());

    History read = History.fromJson(StrictJson.parse(written, "history.json"), "history.json");
    Sample again = read.replay(origin);

    assertThat(read).isEqualTo(History.of(sample));
    assertThat(again.grid()).isEqualTo(sample.grid());
    assertThat(again.history()).isEqualTo(sample.history());
    assertThat(digest(again)).isEqualTo(digest(sample));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void comesBackOntoTheGridItCameFrom(int seed) {
    SplittableRandom random = new SplittableRandom(seed * 43L);
    Sample origin = origin(seed);
    Sample sample = changed(seed, origin, geometry(random), random);

    ProbabilityMap back = History.of(sample).undo(sample.truth().orElseThrow());

    assertThat(back.grid()).isEqualTo(origin.grid());
    assertThat(Phantom.dice(back.channel(0), origin.truth().orElseThrow().channel(0)))
        .as("%s", History.of(sample))
        .isGreaterThan(0.75);
  }
}
