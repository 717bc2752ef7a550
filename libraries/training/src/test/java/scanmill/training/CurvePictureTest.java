package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvePictureTest {
  @TempDir private Path folder;

  @Test
  void showsTheCourseOfARun() throws IOException {
    Path png = folder.resolve("curve.png");
    boolean written =
        CurvePicture.write(
            png,
            List.of(
                new CurvePoint(1, -0.1, -0.2, dice(0.3), 1e-3, 5, 0.4),
                new CurvePoint(2, -0.5, -0.4, dice(0.5), 1e-3, 5, 0.4),
                new CurvePoint(3, -0.8, Double.NaN, Map.of(), 1e-3, 5, 0.4)));
    if (written) { // a machine without fonts draws nothing
      BufferedImage picture = ImageIO.read(png.toFile());
      assertThat(picture.getWidth()).isEqualTo(1120);
      assertThat(colours(picture)).isGreaterThan(10);
    } else {
      assertThat(png).doesNotExist();
    }
  }

  @Test
  void oneEpochIsAPoint() throws IOException {
    Path png = folder.resolve("curve.png");
    boolean written = CurvePicture.write(png, List.of(new CurvePoint(1, 1, 1, dice(1), 1, 1, 1)));
    assertThat(Files.exists(png)).isEqualTo(written);
  }

  @Test
  void nothingLearntIsNoPicture() throws IOException {
    assertThat(CurvePicture.write(folder.resolve("curve.png"), List.of())).isFalse();
  }

  private static Map<String, Double> dice(double dice) {
    return Map.of("dice_score", dice);
  }

  private static long colours(BufferedImage picture) {
    return Arrays.stream(
            picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, 1120))
        .distinct()
        .count();
  }
}
