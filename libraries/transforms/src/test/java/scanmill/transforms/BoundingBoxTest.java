package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;

class BoundingBoxTest {
  private static final BoundingBox BOX = new BoundingBox(List.of(20, 20, 0), List.of(40, 90, 25));

  private static BoundingBox box(int... minMaxPerAxis) {
    return new BoundingBox(
        List.of(minMaxPerAxis[0], minMaxPerAxis[2], minMaxPerAxis[4]),
        List.of(minMaxPerAxis[1], minMaxPerAxis[3], minMaxPerAxis[5]));
  }

  @Test
  void findsTheFirstAndTheLastVoxelOfAnObject() {
    GridShape shape = new GridShape(96, 96, 96);
    float[] ones = new float[shape.length()];
    for (int k = 0; k <= 25; k++) {
      for (int j = 20; j <= 90; j++) {
        for (int i = 20; i <= 40; i++) {
          ones[shape.index(i, j, k)] = 1;
        }
      }
    }

    assertThat(BoundingBox.of(ones, shape)).contains(BOX);
    assertThat(BoundingBox.of(new float[8], new GridShape(2, 2, 2))).isEmpty();
  }

  @Test
  void growsAsTheOriginalDoes() {
    assertThat(BOX.grown(List.of(2.0, 2.0, 1.0))).isEqualTo(box(10, 50, 0, 140, 0, 25));
    assertThat(BOX.grown(List.of(1.5, 1.5, 1.5))).isEqualTo(box(15, 45, 3, 108, 0, 37));
    BoundingBox small = box(5, 10, 0, 4, 1, 2);
    assertThat(small.grown(List.of(1.1, 1.1, 1.0))).isEqualTo(small);
    assertThat(box(0, 10, 0, 10, 0, 10).resampled(List.of(2.0, 2.0, 2.0)))
        .isEqualTo(box(0, 20, 0, 20, 0, 20));
  }

  @Test
  void raisesSizesUntilPatchesCoverThem() {
    assertThat(BoundingBox.coverable(List.of(50, 30, 20), List.of(32, 32, 16), List.of(16, 16, 16)))
        .containsExactly(64, 32, 32);
    assertThat(BoundingBox.coverable(List.of(48), List.of(32), List.of(16))).containsExactly(48);
  }

  @Test
  void keepsTheLastVoxelWhichTheOriginalLoses() {
    assertThat(BOX.size()).containsExactly(21, 71, 26);
    assertThat(BOX.sizeWithoutLast()).containsExactly(20, 70, 25);
    assertThat(box(3, 3, 3, 3, 3, 3).sizeWithoutLast()).containsExactly(1, 1, 1);
    assertThat(BOX.crop().after(Grid.of(new GridShape(96, 96, 96), Phantom.MM)).shape())
        .isEqualTo(new GridShape(21, 71, 26));
  }

  @Test
  void padsBeyondTheGridAndComesBackExactly() {
    Grid grid = Grid.of(new GridShape(9, 7, 5), Phantom.MM);
    ProbabilityMap before = Phantom.soft(Phantom.noise(grid, 5));
    BoundingBoxCrop crop = new BoundingBoxCrop(List.of(3, -2, 1), List.of(8, 12, 2));

    ProbabilityMap cropped = crop.apply(before);
    ProbabilityMap back = crop.undo(cropped, grid);

    for (int k = 0; k < 5; k++) {
      for (int j = 0; j < 7; j++) {
        for (int i = 0; i < 9; i++) {
          boolean inside = i >= 3 && k >= 1 && k < 3;
          float value = before.volume(0).at(i, j, k);
          assertThat(back.volume(0).at(i, j, k)).isEqualTo(inside ? value : 0);
          if (inside) {
            assertThat(cropped.volume(0).at(i - 3, j + 2, k - 1)).isEqualTo(value);
          }
        }
      }
    }
    assertThat(cropped.volume(0).at(7, 4, 0)).isZero();
    assertThat(crop.after(grid).affine().toWorld(0, 0, 0)).containsExactly(3, -2, 1);
    assertThat(crop.forDimensions(2).after(grid).shape()).isEqualTo(new GridShape(8, 12, 5));
  }

  @Test
  void refusesABoxInsideOut() {
    assertThatThrownBy(() -> box(3, 2, 0, 1, 0, 1)).hasMessageContaining("first voxels");
  }
}
