package scanmill.postprocess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Orientation;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

class OverlayTest {
  /** 8 x 8 x 4 voxels of 1 x 1 x 2 mm: every side is 8 mm, so every panel is 384 pixels square. */
  private static final Grid GRID = Grid.of(new GridShape(8, 8, 4), new Spacing(1, 1, 2));

  @Test
  void showsThreeSquarePanelsOfEqualScale() throws IOException {
    BufferedImage picture = picture(ramp(), noLabels());

    assertThat(picture.getWidth()).isEqualTo(3 * 384);
    assertThat(picture.getHeight()).isEqualTo(384);
  }

  @Test
  void putsThePatientsRightOnTheLeftAndTheFrontUp() throws IOException {
    int[] labels = new int[GRID.shape().length()];
    labels[GRID.shape().index(7, 7, 2)] = 1; // rightmost, foremost voxel
    BufferedImage picture = picture(ramp(), new LabelMap(GRID, labels));

    assertThat(coloured(picture, 24, 24)).isTrue(); // top left of the axial panel
    assertThat(coloured(picture, 360, 24)).isFalse();
    assertThat(coloured(picture, 24, 360)).isFalse();
  }

  @Test
  void choosesTheSliceWithMostLabels() throws IOException {
    int[] labels = new int[GRID.shape().length()];
    labels[GRID.shape().index(0, 0, 0)] = 1;
    labels[GRID.shape().index(3, 3, 3)] = 2;
    labels[GRID.shape().index(4, 3, 3)] = 2;
    BufferedImage picture = picture(ramp(), new LabelMap(GRID, labels));

    assertThat(coloured(picture, 360, 360)).isFalse(); // (0, 0, 0) is on another axial slice
    assertThat(coloured(picture, 384 - 4 * 48, 384 - 3 * 48 - 24)).isTrue();
  }

  @Test
  void drawsTheSamePictureHoweverTheVoxelsAreStored() {
    int[] labels = new int[GRID.shape().length()];
    labels[GRID.shape().index(6, 1, 2)] = 3;
    LabelMap map = new LabelMap(GRID, labels);
    Orientation other = new Orientation("PIL");

    assertThat(Overlay.png(ramp().reoriented(other), map.reoriented(other)))
        .isEqualTo(Overlay.png(ramp(), map));
  }

  @Test
  void survivesScansWithoutContrastAndWithoutNumbers() throws IOException {
    float[] nothing = new float[GRID.shape().length()];
    Arrays.fill(nothing, Float.NaN);

    assertThat(picture(new Volume(GRID, nothing), noLabels()).getRGB(5, 5)).isEqualTo(0xFF000000);
    assertThat(picture(new Volume(GRID, new float[nothing.length]), noLabels())).isNotNull();
  }

  @Test
  void refusesLabelsOnAnotherGrid() {
    Grid other = Grid.of(new GridShape(2, 2, 2), new Spacing(1, 1, 1));

    assertThatThrownBy(() -> Overlay.png(ramp(), new LabelMap(other, new int[8])))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static boolean coloured(BufferedImage picture, int x, int y) {
    int rgb = picture.getRGB(x, y);
    return (rgb & 255) != (rgb >> 8 & 255) || (rgb & 255) != (rgb >> 16 & 255);
  }

  private static BufferedImage picture(Volume scan, LabelMap labels) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(Overlay.png(scan, labels)));
  }

  private static Volume ramp() {
    float[] data = new float[GRID.shape().length()];
    for (int n = 0; n < data.length; n++) {
      data[n] = n;
    }
    return new Volume(GRID, data);
  }

  private static LabelMap noLabels() {
    return new LabelMap(GRID, new int[GRID.shape().length()]);
  }
}
