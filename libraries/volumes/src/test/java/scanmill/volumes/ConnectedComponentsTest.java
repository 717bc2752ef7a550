package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectedComponentsTest {

  private static boolean[] mask(String picture) {
    String flat = picture.replaceAll("\\s", "");
    boolean[] mask = new boolean[flat.length()];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = flat.charAt(v) == '#';
    }
    return mask;
  }

  @Test
  void numbersObjectsInTheOrderOfTheirFirstVoxels() {
    boolean[] mask =
        mask(
            """
            ..#.#
            #.#.#
            ###.#
            """);

    ConnectedComponents objects =
        ConnectedComponents.of(mask, new GridShape(5, 3, 1), Connectivity.FACES);

    assertThat(objects.count()).isEqualTo(2);
    assertThat(objects.labels()).containsExactly(0, 0, 1, 0, 2, 1, 0, 1, 0, 2, 1, 1, 1, 0, 2);
    assertThat(objects.size(0)).isEqualTo(6);
    assertThat(objects.size(1)).isEqualTo(6);
    assertThat(objects.size(2)).isEqualTo(3);
  }

  @Test
  void joinsDiagonalNeighboursInASliceUnlessOnlyFacesCount() {
    boolean[] mask = mask("#.. .#. ..#");
    GridShape shape = new GridShape(3, 3, 1);

    assertThat(ConnectedComponents.of(mask, shape, Connectivity.FACES).count()).isEqualTo(3);
    assertThat(ConnectedComponents.of(mask, shape, Connectivity.EDGES).count()).isEqualTo(1);
    assertThat(ConnectedComponents.of(mask, shape, Connectivity.CORNERS).count()).isEqualTo(1);
  }

  @Test
  void joinsAcrossACornerOfACubeOnlyIfCornersCount() {
    boolean[] mask = mask("#... ...#");
    GridShape shape = new GridShape(2, 2, 2);

    assertThat(ConnectedComponents.of(mask, shape, Connectivity.EDGES).count()).isEqualTo(2);
    assertThat(ConnectedComponents.of(mask, shape, Connectivity.CORNERS).count()).isEqualTo(1);
  }

  @Test
  void doesNotJoinTheEndOfARowWithTheStartOfTheNext() {
    boolean[] mask = mask("..# #.. ...");

    assertThat(ConnectedComponents.of(mask, new GridShape(3, 3, 1), Connectivity.CORNERS).count())
        .isEqualTo(2);
  }

  @Test
  void findsTheLargestAndTheFirstOfEquals() {
    assertThat(of("##.#.##").largest()).isEqualTo(1);
    assertThat(of("#.##.#").largest()).isEqualTo(2);
    assertThat(of("...").largest()).isZero();
    assertThat(of("...").count()).isZero();
  }

  private static ConnectedComponents of(String row) {
    return ConnectedComponents.of(mask(row), new GridShape(row.length(), 1, 1), Connectivity.FACES);
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithFloodFillOnNoise(Connectivity connectivity) {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 60; round++) {
      GridShape shape =
          new GridShape(random.nextInt(1, 12), random.nextInt(1, 12), random.nextInt(1, 8));
      double density = random.nextDouble();
      boolean[] mask = new boolean[shape.length()];
      for (int v = 0; v < mask.length; v++) {
        mask[v] = random.nextDouble() < density;
      }

      ConnectedComponents objects = ConnectedComponents.of(mask, shape, connectivity);

      assertThat(objects.labels()).isEqualTo(flooded(mask, shape, connectivity));
    }
  }

  private static int[] flooded(boolean[] mask, GridShape n, Connectivity connectivity) {
    int most =
        switch (connectivity) {
          case FACES -> 1;
          case EDGES -> 2;
          case CORNERS -> 3;
        };
    int[] labels = new int[mask.length];
    int count = 0;
    for (int seed = 0; seed < mask.length; seed++) {
      if (!mask[seed] || labels[seed] != 0) {
        continue;
      }
      labels[seed] = ++count;
      Deque<Integer> open = new ArrayDeque<>();
      open.add(seed);
      while (!open.isEmpty()) {
        int v = open.remove();
        for (int d = 0; d < 27; d++) {
          int i = v % n.i() + d % 3 - 1;
          int j = v / n.i() % n.j() + d / 3 % 3 - 1;
          int k = v / n.i() / n.j() + d / 9 - 1;
          int steps = Math.abs(d % 3 - 1) + Math.abs(d / 3 % 3 - 1) + Math.abs(d / 9 - 1);
          boolean inside = i >= 0 && j >= 0 && k >= 0 && i < n.i() && j < n.j() && k < n.k();
          if (inside && steps <= most) {
            int w = n.index(i, j, k);
            if (mask[w] && labels[w] == 0) {
              labels[w] = count;
              open.add(w);
            }
          }
        }
      }
    }
    return labels;
  }

  @Test
  void tellsFiveThousandObjectsApart() {
    GridShape shape = new GridShape(2048, 2048, 1);
    boolean[] mask = new boolean[shape.length()];
    for (int n = 0; n < 5000; n++) { // 100 by 50 squares of 12 by 12, well apart
      for (int v = 0; v < 144; v++) {
        mask[shape.index(20 * (n % 100) + v % 12, 40 * (n / 100) + v / 12, 0)] = true;
      }
    }
    ConnectedComponents objects = ConnectedComponents.of(mask, shape, Connectivity.EDGES);

    assertThat(objects.count()).isEqualTo(5000);
    assertThat(objects.size(5000)).isEqualTo(144);
  }

  @Test
  void refusesAMaskOfAnotherLength() {
    assertThatThrownBy(() -> of("..").size(7)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(
            () ->
                ConnectedComponents.of(new boolean[3], new GridShape(2, 2, 1), Connectivity.FACES))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x2x1");
  }
}
