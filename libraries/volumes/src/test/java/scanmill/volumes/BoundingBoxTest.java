package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class BoundingBoxTest {
  private static final BoundingBox BOX = new BoundingBox(20, 40, 20, 90, 0, 25);

  private static ConnectedComponents objects(GridShape shape, BoundingBox... boxes) {
    boolean[] mask = new boolean[shape.length()];
    for (BoundingBox box : boxes) {
      for (int k = box.k0(); k <= box.k1(); k++) {
        for (int j = box.j0(); j <= box.j1(); j++) {
          for (int i = box.i0(); i <= box.i1(); i++) {
            mask[shape.index(i, j, k)] = true;
          }
        }
      }
    }
    return ConnectedComponents.of(mask, shape, Connectivity.FACES);
  }

  @Test
  void liesAroundAnObjectWithItsLastVoxels() {
    GridShape shape = new GridShape(96, 96, 96);
    List<BoundingBox> boxes = BoundingBox.around(objects(shape, BOX), shape);

    assertThat(boxes).containsExactly(BOX);
    assertThat(boxes.get(0).bounds()).containsExactly(20, 40, 20, 90, 0, 25);
    assertThat(boxes.get(0).shape()).isEqualTo(new GridShape(21, 71, 26));
  }

  @Test
  void liesAroundEachOfSeveralObjectsAndAroundNone() {
    GridShape shape = new GridShape(12, 10, 4);
    BoundingBox first = new BoundingBox(0, 2, 1, 1, 0, 3);
    BoundingBox second = new BoundingBox(11, 11, 9, 9, 3, 3);

    assertThat(BoundingBox.around(objects(shape, second, first), shape))
        .containsExactly(first, second);
    assertThat(BoundingBox.around(objects(shape), shape)).isEmpty();
    assertThat(first.and(second)).isEqualTo(new BoundingBox(0, 11, 1, 9, 0, 3));
  }

  @Test
  void growsByASafetyFactorAroundItsMiddle() {
    assertThat(BOX.scaled(2, 2, 1)).isEqualTo(new BoundingBox(10, 51, 0, 141, 0, 25));
    assertThat(BOX.scaled(1, 1, 1)).isEqualTo(BOX);
    // 5 voxels by 2.2 are 11, three more on either side
    assertThat(new BoundingBox(10, 14, 0, 0, 0, 0).scaled(2.2, 1, 1))
        .isEqualTo(new BoundingBox(7, 17, 0, 0, 0, 0));
    assertThatThrownBy(() -> BOX.scaled(0.5, 1, 1)).hasMessageContaining("at least 1");
  }

  @Test
  void keepsItsPlaceOnAnotherGrid() {
    assertThat(new BoundingBox(0, 9, 0, 9, 0, 9).resampled(2, 2, 2))
        .isEqualTo(new BoundingBox(0, 19, 0, 19, 0, 19));
    // Voxels 3 to 5 reach from 3 to 6; halved, from 1.5 to 3: voxels 1 and 2.
    assertThat(new BoundingBox(3, 5, 1, 1, 0, 0).resampled(0.5, 0.5, 1))
        .isEqualTo(new BoundingBox(1, 2, 0, 0, 0, 0));
    assertThat(BOX.resampled(1, 1, 1)).isEqualTo(BOX);
  }

  @Test
  void isFilledByPatchesWithoutARest() {
    GridShape sixteen = new GridShape(16, 16, 16);
    GridShape filled =
        BoundingBox.filled(new GridShape(50, 30, 20), new GridShape(32, 32, 16), sixteen);

    assertThat(filled).isEqualTo(new GridShape(64, 32, 32));
    assertThat(new BoundingBox(40, 89, 3, 32, 0, 19).grown(filled))
        .isEqualTo(new BoundingBox(33, 96, 2, 33, 0, 31));
    GridShape exact = new GridShape(48, 32, 32);
    assertThat(BoundingBox.filled(exact, new GridShape(32, 32, 32), sixteen)).isEqualTo(exact);
  }

  @Test
  void endsWhereAGridEnds() {
    assertThat(BOX.scaled(2, 2, 1).within(new GridShape(48, 96, 26)))
        .isEqualTo(new Window(10, 0, 0, new GridShape(38, 96, 26)));
    assertThatThrownBy(() -> BOX.within(new GridShape(10, 10, 10)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void canBeWhatIvadomedMakesOfIt() {
    assertThat(IvadomedBox.scaled(BOX, 2, 2, 1).bounds()).containsExactly(10, 50, 0, 140, 0, 25);
    assertThat(IvadomedBox.scaled(BOX, 1.5, 1.5, 1.5).bounds())
        .containsExactly(15, 45, 3, 108, 0, 37);
    BoundingBox small = BoundingBox.of(List.of(5, 10, 0, 4, 1, 2));
    assertThat(IvadomedBox.scaled(small, 1.1, 1.1, 1)).isEqualTo(small);
    assertThat(IvadomedBox.resampled(new BoundingBox(0, 10, 0, 10, 0, 10), 2, 2, 2).bounds())
        .containsExactly(0, 20, 0, 20, 0, 20);
    assertThat(IvadomedBox.cropped(BOX).shape()).isEqualTo(new GridShape(20, 70, 25));
    assertThat(IvadomedBox.cropped(new BoundingBox(3, 3, 3, 3, 3, 3)).shape())
        .isEqualTo(new GridShape(1, 1, 1));
  }

  @Test
  void refusesBoundsThatAreNone() {
    assertThatThrownBy(() -> new BoundingBox(3, 2, 0, 0, 0, 0)).hasMessageContaining("[3, 2,");
    assertThatThrownBy(() -> BoundingBox.of(List.of(1, 2))).hasMessageContaining("six bounds");
  }
}
