package scanmill.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scanmill.engine.Inputs;
import scanmill.engine.Tensor;

class GalleryTest {
  @TempDir private Path folder;

  private static Minibatch batch(int... shape) {
    Tensor image = tensor(shape);
    return new Minibatch(Inputs.of(image), image, List.of("sub-01_acq-ax_T2w#12", "sub-02_T2w#3"));
  }

  private static Tensor tensor(int... shape) {
    float[] numbers = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int v = 0; v < numbers.length; v++) {
      numbers[v] = v % 7 / 7f;
    }
    return Tensor.of(numbers, shape);
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 5})
  void everyChosenSampleGetsAnAnimationOfAllEpochs(int axes) throws IOException {
    int[] shape = axes == 4 ? new int[] {2, 1, 8, 6} : new int[] {2, 1, 8, 6, 3};
    Gallery gallery = Gallery.of(folder.resolve("frames"), folder.resolve("gifs"), 9, 2, 6);
    for (int epoch = 1; epoch <= 11; epoch++) {
      gallery.show(epoch, 0, batch(shape), tensor(shape));
    }
    gallery.finish();

    try (Stream<Path> gifs = Files.list(folder.resolve("gifs"))) {
      assertThat(gifs.map(gif -> gif.getFileName().toString()))
          .containsExactlyInAnyOrder("sub-01__acq-ax_T2w__12.gif", "sub-02__T2w__3.gif");
    }
    ImageReader reader = ImageIO.getImageReadersBySuffix("gif").next();
    reader.setInput(
        ImageIO.createImageInputStream(folder.resolve("gifs/sub-02__T2w__3.gif").toFile()));
    assertThat(reader.getNumImages(true)).isEqualTo(11);
    reader.dispose();
  }

  @Test
  void animationsGrowWhileTheRunGoesOnAndSeldomerInLongRuns() throws IOException {
    Gallery gallery = Gallery.of(folder.resolve("frames"), folder.resolve("gifs"), 1, 2, 6);
    List<Integer> made = new ArrayList<>();
    for (int epoch = 1; epoch <= 45; epoch++) {
      gallery.show(epoch, 0, batch(2, 1, 8, 6), tensor(2, 1, 8, 6));
      remove(folder.resolve("gifs"));
      gallery.grow(epoch);
      if (Files.exists(folder.resolve("gifs"))) {
        made.add(epoch);
      }
    }
    assertThat(made).startsWith(1, 2, 3).contains(20, 22, 24).endsWith(39, 42);
  }

  @Test
  void equalSeedsChooseEqualSamples() throws IOException {
    for (String name : List.of("a", "b")) {
      Gallery gallery = Gallery.of(folder.resolve(name), folder.resolve("gifs"), 1, 2, 6);
      gallery.show(1, 0, batch(2, 1, 8, 6), tensor(2, 1, 8, 6));
    }
    assertThat(names("a")).hasSize(1).isEqualTo(names("b"));
  }

  private static void remove(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  private List<String> names(String below) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve(below))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void nothingWantedIsNothingWritten() throws IOException {
    Gallery gallery = Gallery.of(folder.resolve("frames"), folder.resolve("gifs"), 0, 2, 6);
    gallery.show(1, 0, batch(2, 1, 8, 6), tensor(2, 1, 8, 6));
    gallery.finish();
    assertThat(folder).isEmptyDirectory();
  }
}
