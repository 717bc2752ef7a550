package scanmill.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoresPictureTest {
  @TempDir Path folder;

  @Test
  void everyRunGetsABox() throws IOException {
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    scores.put("a", List.of(0.9, 0.8, 0.7));
    scores.put("b", List.of(0.8, 0.6, 0.4, 0.1));
    scores.put("one scan only", List.of(0.5));
    scores.put("none", List.of());
    Path png = folder.resolve("scores.png");

    assertThat(ScoresPicture.write(png, "dice_class0", scores)).isTrue();
    assertThat(ImageIO.read(png.toFile()).getWidth()).isEqualTo(480);
  }

  @Test
  void withoutScoresThereIsNothingToDraw() throws IOException {
    Path png = folder.resolve("scores.png");

    assertThat(ScoresPicture.write(png, "dice_class0", Map.of("a", List.of()))).isFalse();
    assertThat(png).doesNotExist();
  }
}
