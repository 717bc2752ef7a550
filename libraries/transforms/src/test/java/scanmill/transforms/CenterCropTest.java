package scanmill.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class CenterCropTest {

  @Test
  void cutsThreeRowsAndPadsToEightColumnsAsTheOriginalDoes() {
    Volume seven = Phantom.noise(Grid.of(new GridShape(7, 7, 1), Phantom.MM), 1);

    Volume cropped = new CenterCrop(List.of(3, 8)).apply(seven);

    assertThat(cropped.shape()).isEqualTo(new GridShape(3, 8, 1));
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 7; j++) {
        assertThat(cropped.at(i, j, 0)).isEqualTo(seven.at(i + 2, j, 0));
      }
      assertThat(cropped.at(i, 7, 0)).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource({"7, 4, 2", "9, 4, 2", "5, 8, -2", "3, 8, -2", "6, 4, 1"})
  void roundsHalfAStartToEven(int voxels, int size, int start) {
    Grid grid = Grid.of(new GridShape(voxels, 1, 1), new Spacing(3, 1, 1));

    Grid cropped = new CenterCrop(List.of(size, 1)).after(grid);

    assertThat(cropped.affine().toWorld(0, 0, 0)[0]).isEqualTo(3.0 * start, within(1e-12));
  }

  @Test
  void putsBackEveryVoxelOfTheWindowAndZeroAround() {
    Grid grid = Grid.of(new GridShape(9, 6, 5), Phantom.MM);
    ProbabilityMap before = Phantom.soft(Phantom.noise(grid, 5));
    CenterCrop crop = new CenterCrop(List.of(4, 8, 3)); // starts at 2, -1, 1

    ProbabilityMap back = crop.undo(crop.apply(before), grid);

    assertThat(back.grid()).isEqualTo(grid);
    for (int k = 0; k < 5; k++) {
      for (int j = 0; j < 6; j++) {
        for (int i = 0; i < 9; i++) {
          boolean inside = i >= 2 && i < 6 && k >= 1 && k < 4;
          assertThat(back.volume(0).at(i, j, k))
              .isEqualTo(inside ? before.volume(0).at(i, j, k) : 0);
        }
      }
    }
  }

  @Test
  void leavesSlicesAloneUnlessAThirdSizeIsGiven() {
    Grid grid = Grid.of(new GridShape(8, 8, 5), Phantom.MM);

    assertThat(new CenterCrop(List.of(4, 4)).after(grid).shape().k()).isEqualTo(5);
    assertThat(new CenterCrop(List.of(4, 4, 2)).after(grid).shape().k()).isEqualTo(2);
    assertThat(new CenterCrop(List.of(4, 4, 2)).forDimensions(2).after(grid).shape().k())
        .isEqualTo(5);
  }

  @Test
  void refusesAPredictionOfAnotherShape() {
    CenterCrop crop = new CenterCrop(List.of(4, 4));
    Grid grid = Grid.of(new GridShape(8, 8, 1), Phantom.MM);

    assertThatThrownBy(() -> crop.undo(Phantom.soft(Phantom.noise(grid, 1)), grid))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4x4x1")
        .hasMessageContaining("8x8x1");
  }

  @Test
  void refusesSizesThatAreNone() {
    assertThatThrownBy(() -> new CenterCrop(List.of(4))).hasMessageContaining("size");
    assertThatThrownBy(() -> new CenterCrop(List.of(4, 0))).hasMessageContaining("size");
  }
}
