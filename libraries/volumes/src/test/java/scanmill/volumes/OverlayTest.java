package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class OverlayTest {
  private static final GridShape SHAPE = new GridShape(40, 40, 3);
  private static final int RED = 0xFF4D4D;

  /** Dark but for a bright block at the patient's right front of the middle slice. */
  private static Volume image(Grid grid) {
    float[] data = new float[SHAPE.length()];
    for (int j = 30; j < 40; j++) {
      for (int i = 30; i < 40; i++) {
        data[SHAPE.index(i, j, 1)] = 1000;
      }
    }
    return new Volume(grid, data);
  }

  private static LabelMap block(Grid grid, int label, int from, int to) {
    int[] data = new int[SHAPE.length()];
    for (int j = from; j < to; j++) {
      for (int i = from; i < to; i++) {
        data[SHAPE.index(i, j, 1)] = label;
      }
    }
    return new LabelMap(grid, data);
  }

  private static byte[] png(Volume image, LabelMap labels, Optional<LabelMap> reference)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Overlay.png(image, labels, reference, out);
    return out.toByteArray();
  }

  private static BufferedImage picture(Volume image, LabelMap labels, Optional<LabelMap> reference)
      throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png(image, labels, reference)));
  }

  private static int at(BufferedImage picture, int x, int y) {
    return picture.getRGB(x, y) & 0xFFFFFF;
  }

  private static Grid ras() {
    return Orientations.grid(SHAPE, Orientation.RAS);
  }

  private static Grid square() {
    return Grid.of(SHAPE, new Spacing(1, 1, 1));
  }

  @Test
  void showsThePatientsRightOnTheLeftAndTheFrontOnTop() throws IOException {
    BufferedImage picture = picture(image(square()), block(square(), 1, 2, 38), Optional.empty());

    assertThat(picture.getWidth()).isEqualTo(256);
    assertThat(at(picture, 40, 40) & 0xFF).as("bright, top left").isGreaterThan(150);
    assertThat(at(picture, 215, 40) & 0xFF).as("dark, top right").isLessThan(50);
    assertThat(at(picture, 40, 215) & 0xFF).as("dark, bottom left").isLessThan(50);
  }

  @Test
  void drawsAFirmContourAroundATranslucentLabel() throws IOException {
    BufferedImage picture = picture(image(square()), block(square(), 1, 10, 30), Optional.empty());

    int middle = at(picture, 128, 128);
    assertThat(middle >> 16).as("red over black").isEqualTo(Math.round(0.3f * 0xFF));
    assertThat(picture.getRGB(128 - 63, 128) & 0xFFFFFF).as("contour").isEqualTo(RED);
    assertThat(at(picture, 128 - 70, 128)).as("outside").isZero();
  }

  @Test
  void drawsTheReferenceInWhite() throws IOException {
    BufferedImage picture =
        picture(
            image(square()), block(square(), 1, 15, 25), Optional.of(block(square(), 1, 12, 28)));
    int white = 0;
    for (int x = 0; x < 128; x++) {
      white += at(picture, x, 128) == 0xFFFFFF ? 1 : 0;
    }

    assertThat(white).isBetween(1, 4);
  }

  @Test
  void looksTheSameHoweverItsAxesAreStored() throws IOException {
    byte[] expected = png(image(ras()), block(ras(), 2, 10, 30), Optional.empty());
    for (int n = 0; n < 48; n += 5) {
      Orientation orientation = Orientations.all().get(n);
      Volume image = image(ras()).reoriented(orientation);
      LabelMap labels = block(ras(), 2, 10, 30).reoriented(orientation);

      assertThat(png(image, labels, Optional.empty()))
          .as(orientation.letters())
          .isEqualTo(expected);
    }
  }

  @Test
  void showsAtMostNineSlicesHoweverManyThereAre() throws IOException {
    Grid grid = Grid.of(new GridShape(30, 300, 100), new Spacing(0.5, 0.1, 2));
    int[] all = new int[grid.shape().length()];
    java.util.Arrays.fill(all, 3);

    BufferedImage picture =
        picture(new Volume(grid, new float[all.length]), new LabelMap(grid, all), Optional.empty());

    assertThat(picture.getWidth()).isEqualTo(782);
    assertThat(picture.getHeight()).isEqualTo(782);
  }

  @Test
  void showsTheScanWhereThereAreNoLabels() throws IOException {
    BufferedImage picture =
        picture(image(square()), new LabelMap(square(), new int[SHAPE.length()]), Optional.empty());

    assertThat(picture.getWidth()).as("three slices in two columns").isEqualTo(2 * 256 + 7);
  }

  @Test
  void survivesValuesThatAreNoNumbers() throws IOException {
    float[] nan = new float[SHAPE.length()];
    java.util.Arrays.fill(nan, Float.NaN);

    BufferedImage picture =
        picture(new Volume(square(), nan), block(square(), 1, 10, 30), Optional.empty());

    assertThat(at(picture, 10, 10)).isZero();
  }

  @Test
  void refusesLabelsOfAnotherShape() {
    Grid other = Grid.of(new GridShape(2, 2, 2), new Spacing(1, 1, 1));

    assertThatThrownBy(
            () -> png(image(square()), new LabelMap(other, new int[8]), Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2x2x2");
  }
}
