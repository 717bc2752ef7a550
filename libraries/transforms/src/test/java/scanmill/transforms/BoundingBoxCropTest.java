package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import scanmill.volumes.BoundingBox;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.IvadomedBox;
import scanmill.volumes.ProbabilityMap;

class BoundingBoxCropTest {

  @Test
  void cutsOutABoxWithItsLastVoxelsWhichTheOriginalLoses() {
    Grid grid = Grid.of(new GridShape(96, 96, 96), Phantom.MM);
    BoundingBox box = new BoundingBox(20, 40, 20, 90, 0, 25);

    assertThat(BoundingBoxCrop.of(box).after(grid).shape()).isEqualTo(new GridShape(21, 71, 26));
    assertThat(BoundingBoxCrop.of(IvadomedBox.cropped(box)).after(grid).shape())
        .isEqualTo(new GridShape(20, 70, 25));
    assertThat(BoundingBoxCrop.of(box).after(grid).affine().toWorld(0, 0, 0))
        .containsExactly(20, 20, 0);
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
}
