package scanmill.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

class SurfaceDistancesTest {
  private static final Spacing THICK = new Spacing(0.5, 0.8, 3);

  private static SurfaceDistances between(Boxes a, Boxes b) {
    Grid grid = a.map().grid();
    return SurfaceDistances.of(mask(a), mask(b), grid.shape(), grid.spacing());
  }

  private static boolean[] mask(Boxes boxes) {
    float[] values = boxes.map().channel(0);
    boolean[] mask = new boolean[values.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = values[v] > 0;
    }
    return mask;
  }

  @Test
  void measuresTwoVoxelsInMillimetresAlongEachAxis() {
    GridShape shape = new GridShape(40, 9, 9);
    Boxes origin = Boxes.on(shape, THICK).box(1, 2, 2, 3, 4, 5);

    assertThat(between(origin, Boxes.on(shape, THICK).box(35, 36, 2, 3, 4, 5)).hausdorffMm())
        .isEqualTo(17); // 34 voxels of 0.5 mm, where the original says 0.03125
    assertThat(between(origin, Boxes.on(shape, THICK).box(1, 2, 7, 8, 4, 5)).hausdorffMm())
        .isEqualTo(4, within(1e-12)); // 5 voxels of 0.8 mm
    assertThat(between(origin, Boxes.on(shape, THICK).box(7, 8, 7, 8, 5, 6)).hausdorffMm())
        .isEqualTo(Math.sqrt(9 + 16 + 9), within(1e-12));
  }

  @Test
  void sinksToZeroForEqualMasks() {
    SurfaceDistances equal = between(Boxes.reference(), Boxes.reference());

    assertThat(equal.hausdorffMm()).isZero();
    assertThat(equal.percentileMm(95)).isZero();
  }

  @Test
  void seesACubeWithinACubeFromBothSides() {
    // Cubes of 9 and 5 with one centre: a corner of the outer one is (2, 2, 2) from the inner one.
    GridShape shape = new GridShape(13, 13, 13);
    Spacing mm = new Spacing(1, 1, 1);
    Boxes outer = Boxes.on(shape, mm).box(2, 11, 2, 11, 2, 11);
    Boxes inner = Boxes.on(shape, mm).box(4, 9, 4, 9, 4, 9);

    assertThat(between(outer, inner).hausdorffMm()).isEqualTo(Math.sqrt(12), within(1e-12));
    assertThat(between(inner, outer).hausdorffMm()).isEqualTo(Math.sqrt(12), within(1e-12));
    assertThat(between(outer, inner).percentileMm(0)).isEqualTo(2);
  }

  @Test
  void forgivesOneStrayVoxelInAHundred() {
    GridShape shape = new GridShape(100, 30, 1);
    Spacing mm = new Spacing(1, 1, 1);
    Boxes line = Boxes.on(shape, mm).box(0, 100, 2, 3, 0, 1);
    Boxes stray = Boxes.on(shape, mm).box(0, 100, 2, 3, 0, 1).box(50, 51, 29, 30, 0, 1);

    assertThat(between(stray, line).hausdorffMm()).isEqualTo(27);
    assertThat(between(stray, line).percentileMm(95)).isZero();
  }

  @Test
  void interpolatesThePercentileAndTakesTheLargerSide() {
    // From the line of 1 to the line of 3: 0, back: 0, 1, 2; the 95th percentile of those is 1.9.
    GridShape shape = new GridShape(3, 3, 1);
    Spacing mm = new Spacing(1, 1, 1);
    Boxes one = Boxes.on(shape, mm).box(0, 1, 0, 1, 0, 1);
    Boxes three = Boxes.on(shape, mm).box(0, 3, 0, 1, 0, 1);

    assertThat(between(one, three).percentileMm(95)).isEqualTo(1.9, within(1e-12));
    assertThat(between(three, one).percentileMm(95)).isEqualTo(1.9, within(1e-12));
  }

  @Test
  void averagesTheDistancesOfBothSurfaces() {
    GridShape shape = new GridShape(10, 9, 1);
    Boxes line = Boxes.on(shape, THICK).box(0, 10, 2, 3, 0, 1);
    Boxes parallel = Boxes.on(shape, THICK).box(0, 10, 5, 6, 0, 1);

    assertThat(between(line, parallel).meanMm()).isEqualTo(2.4, within(1e-12)); // 3 of 0.8 mm
    // From the line of 1 to that of 3: 0; back: 0, 0.5 and 1 mm.
    GridShape row = new GridShape(3, 3, 1);
    Boxes one = Boxes.on(row, THICK).box(0, 1, 0, 1, 0, 1);
    Boxes three = Boxes.on(row, THICK).box(0, 3, 0, 1, 0, 1);
    assertThat(between(one, three).meanMm()).isEqualTo(1.5 / 4, within(1e-12));
  }

  @Test
  void countsTheSurfaceWithinATolerance() {
    GridShape shape = new GridShape(10, 9, 1);
    Boxes line = Boxes.on(shape, THICK).box(0, 10, 2, 3, 0, 1);
    Boxes parallel = Boxes.on(shape, THICK).box(0, 10, 5, 6, 0, 1);
    assertThat(between(line, parallel).within(2.4)).isEqualTo(1);
    assertThat(between(line, parallel).within(2.3)).isZero();

    GridShape row = new GridShape(3, 3, 1);
    Boxes one = Boxes.on(row, THICK).box(0, 1, 0, 1, 0, 1);
    Boxes three = Boxes.on(row, THICK).box(0, 3, 0, 1, 0, 1);
    assertThat(between(one, three).within(0.5)).isEqualTo(3 / 4.0);
    assertThat(between(one, three).within(0)).isEqualTo(2 / 4.0);
    assertThatThrownBy(() -> new SurfaceDice(-1)).hasMessageContaining("at least 0");
  }

  @Test
  void seesASphereWithinASphereFromBothSides() {
    // Balls of 12 and 9 mm: every point of either surface is about 3 mm from the other.
    GridShape shape = new GridShape(27, 27, 27);
    boolean[] outer = ball(shape, 12);
    boolean[] inner = ball(shape, 9);
    SurfaceDistances distances = SurfaceDistances.of(outer, inner, shape, new Spacing(1, 1, 1));

    assertThat(distances.meanMm()).isEqualTo(3, within(0.25));
    assertThat(distances.hausdorffMm()).isEqualTo(3, within(0.6));
    assertThat(distances.within(2)).isZero();
    assertThat(distances.within(4)).isEqualTo(1);
  }

  private static boolean[] ball(GridShape shape, double radius) {
    boolean[] ball = new boolean[shape.length()];
    for (int v = 0; v < ball.length; v++) {
      int i = v % 27 - 13;
      int j = v / 27 % 27 - 13;
      int k = v / 27 / 27 - 13;
      ball[v] = i * i + j * j + k * k <= radius * radius;
    }
    return ball;
  }

  @Test
  void comparesOutlinesOnASingleSlice() {
    // Were the slice's voxels all surface, the hole in the middle would be 1 from it, not 2.
    GridShape shape = new GridShape(9, 9, 1);
    Spacing mm = new Spacing(1, 1, 1);
    Boxes square = Boxes.on(shape, mm).box(2, 7, 2, 7, 0, 1);
    Boxes dot = Boxes.on(shape, mm).box(4, 5, 4, 5, 0, 1);

    assertThat(between(dot, square).percentileMm(0)).isEqualTo(2);
  }

  @Test
  void knowsNoDistanceWithoutASurface() {
    GridShape shape = new GridShape(4, 4, 4);
    Boxes nothing = Boxes.on(shape, THICK);
    Boxes something = Boxes.on(shape, THICK).box(0, 1, 0, 1, 0, 1);

    assertThat(between(nothing, nothing).hausdorffMm()).isNaN();
    assertThat(between(something, nothing).hausdorffMm()).isNaN();
    assertThat(between(nothing, something).percentileMm(95)).isNaN();
  }

  @Test
  void agreesWithBruteForceOnNoise() {
    SplittableRandom random = new SplittableRandom(21);
    for (int round = 0; round < 80; round++) {
      GridShape n =
          new GridShape(random.nextInt(1, 11), random.nextInt(1, 11), random.nextInt(1, 8));
      Spacing spacing =
          new Spacing(
              random.nextDouble(0.2, 3), random.nextDouble(0.2, 3), random.nextDouble(0.2, 5));
      boolean[] a = noise(random, n);
      boolean[] b = noise(random, n);

      SurfaceDistances distances = SurfaceDistances.of(a, b, n, spacing);

      double[] ab = brute(a, b, n, spacing);
      double[] ba = brute(b, a, n, spacing);
      if (ab.length == 0 || ba.length == 0) {
        assertThat(distances.hausdorffMm()).isNaN();
      } else {
        assertThat(distances.hausdorffMm())
            .isEqualTo(Math.max(ab[ab.length - 1], ba[ba.length - 1]), within(1e-9));
        assertThat(distances.percentileMm(95))
            .isEqualTo(Math.max(percentile(ab), percentile(ba)), within(1e-9));
        assertThat(distances.meanMm())
            .isEqualTo(
                DoubleStream.concat(DoubleStream.of(ab), DoubleStream.of(ba))
                    .average()
                    .orElseThrow(),
                within(1e-9));
      }
    }
  }

  private static boolean[] noise(SplittableRandom random, GridShape n) {
    boolean[] mask = new boolean[n.length()];
    double density = random.nextDouble() * random.nextDouble();
    for (int v = 0; v < mask.length; v++) {
      mask[v] = random.nextDouble() < density;
    }
    return mask;
  }

  /** Distances from each surface voxel of a to the nearest surface voxel of b, ascending. */
  private static double[] brute(boolean[] a, boolean[] b, GridShape n, Spacing mm) {
    int[] to = surface(b, n);
    return IntStream.of(surface(a, n))
        .filter(v -> to.length > 0)
        .mapToDouble(v -> IntStream.of(to).mapToDouble(w -> distance(v, w, n, mm)).min().orElse(-1))
        .sorted()
        .toArray();
  }

  private static double distance(int v, int w, GridShape n, Spacing mm) {
    double x = (v % n.i() - w % n.i()) * mm.iMm();
    double y = (v / n.i() % n.j() - w / n.i() % n.j()) * mm.jMm();
    double z = (v / n.i() / n.j() - w / n.i() / n.j()) * mm.kMm();
    return Math.sqrt(x * x + y * y + z * z);
  }

  private static int[] surface(boolean[] mask, GridShape n) {
    return IntStream.range(0, mask.length)
        .filter(v -> mask[v])
        .filter(
            v ->
                IntStream.range(0, 6)
                    .anyMatch(
                        d -> {
                          int[] at = {v % n.i(), v / n.i() % n.j(), v / n.i() / n.j()};
                          int axis = d / 2;
                          at[axis] += d % 2 == 0 ? -1 : 1;
                          boolean beyond = at[axis] < 0 || at[axis] >= n.axis(axis);
                          return beyond ? n.axis(axis) > 1 : !mask[n.index(at[0], at[1], at[2])];
                        }))
        .toArray();
  }

  private static double percentile(double[] sorted) {
    double rank = 0.95 * (sorted.length - 1);
    int below = (int) Math.floor(rank);
    int above = (int) Math.ceil(rank);
    return sorted[below] * (1 - (rank - below)) + sorted[above] * (rank - below);
  }
}
