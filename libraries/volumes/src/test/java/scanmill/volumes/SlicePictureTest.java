package scanmill.volumes;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SlicePictureTest {
  private static final float[] RAMP = {0, 1, 2, 3, 4, 5};

  private static int at(BufferedImage picture, int row, int column) {
    int scale = picture.getWidth() / 3;
    return picture.getRGB(column * scale + scale / 2, row * scale + scale / 2) & 0xFFFFFF;
  }

  @Test
  void intensitiesAreGreyFromDarkToBrightRowByRow() {
    BufferedImage picture = SlicePicture.of(RAMP, List.of(), 2, 3, OptionalInt.empty());
    assertThat(picture.getWidth()).isEqualTo(3 * 85);
    assertThat(picture.getHeight()).isEqualTo(2 * 85);
    assertThat(at(picture, 0, 0)).isEqualTo(0x000000);
    assertThat(at(picture, 0, 1)).isEqualTo(0x333333);
    assertThat(at(picture, 1, 2)).isEqualTo(0xFFFFFF);
  }

  @Test
  void oneClassGlowsWhereItIsProbable() {
    float[] black = new float[6];
    float[] class0 = {0, 0.1f, 0.25f, 0.5f, 0.75f, 1};
    BufferedImage picture = SlicePicture.of(black, List.of(class0), 2, 3, OptionalInt.empty());
    assertThat(at(picture, 0, 1)).isEqualTo(0x000000);
    assertThat((at(picture, 1, 0) >> 8) & 0xFF).isEqualTo(128); // green at a half
    assertThat(at(picture, 1, 2) >> 16).isGreaterThan(60); // red where sure
    assertThat(at(picture, 1, 2) & 0xFF).isZero();
  }

  @Test
  void severalClassesHaveColoursOfTheirOwn() {
    float[] black = new float[6];
    float[] first = {1, 0, 0, 0, 0, 0};
    float[] second = {0, 1, 0, 0, 0, 0};
    BufferedImage picture =
        SlicePicture.of(black, List.of(first, second), 2, 3, OptionalInt.empty());
    assertThat(at(picture, 0, 0)).isNotEqualTo(at(picture, 0, 1)).isNotZero();
    assertThat(at(picture, 0, 2)).isZero();
  }

  @Test
  void theNumberStandsInTheCorner() {
    BufferedImage without = SlicePicture.of(new float[6], List.of(), 2, 3, OptionalInt.empty());
    BufferedImage with = SlicePicture.of(new float[6], List.of(), 2, 3, OptionalInt.of(17));
    assertThat(white(without)).isZero();
    assertThat(white(with)).isGreaterThan(40);
  }

  @Test
  void whatIsNoNumberIsBlack() {
    float[] broken = {Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN, Float.NaN};
    assertThat(at(SlicePicture.of(broken, List.of(), 2, 3, OptionalInt.empty()), 1, 1)).isZero();
  }

  private static int white(BufferedImage picture) {
    int count = 0;
    for (int x = 0; x < 40; x++) {
      for (int y = 0; y < 40; y++) {
        count += (picture.getRGB(x, y) & 0xFFFFFF) == 0xFFFFFF ? 1 : 0;
      }
    }
    return count;
  }
}
