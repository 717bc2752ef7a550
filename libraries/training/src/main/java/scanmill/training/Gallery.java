package scanmill.training;

import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import scanmill.engine.Seed;
import scanmill.engine.Tensor;
import scanmill.volumes.AnimatedGif;
import scanmill.volumes.SlicePicture;

/**
 * Some validation samples, pictured after every epoch with what the network makes of them, and one
 * animation for each: {@code gifs/sub-01__T2w__12.gif}, a second per epoch.
 *
 * <p>Pictures wait in a folder, so that a run that goes on has them all. For one thread.
 */
final class Gallery {
  private static final Duration PER_EPOCH = Duration.ofSeconds(1);
  private static final long CHOICE = 0x676966;
  private static final String PNG = ".png";

  private final Path waiting;
  private final Path finished;
  private final Set<Integer> chosen;
  private int animated;

  private Gallery(Path waiting, Path finished, Set<Integer> chosen) {
    this.waiting = waiting;
    this.finished = finished;
    this.chosen = chosen;
  }

  /**
   * @param waiting where pictures are kept from epoch to epoch
   * @param finished where animations go
   * @param wanted how many samples to picture, chosen by the seed
   * @param samples how many there are
   */
  static Gallery of(Path waiting, Path finished, int wanted, int samples, long seed) {
    Set<Integer> chosen = new HashSet<>();
    SplittableRandom random = new SplittableRandom(Seed.of(seed, CHOICE));
    while (chosen.size() < Math.min(wanted, samples)) {
      chosen.add(random.nextInt(samples));
    }
    return new Gallery(waiting, finished, chosen);
  }

  /**
   * Pictures those samples of a batch that were chosen.
   *
   * @param first number of the batch's first sample among all
   * @param prediction (N, K, H, W) or (N, K, H, W, D), of which the middle slice is shown
   */
  void show(int epoch, int first, Minibatch batch, Tensor prediction) throws IOException {
    for (int n = 0; n < batch.size(); n++) {
      if (chosen.contains(first + n)) {
        Path folder = Files.createDirectories(waiting.resolve(name(batch.ids().get(n))));
        BufferedImage picture =
            SlicePicture.of(
                Slices.channel(batch.inputs().image(), n, 0),
                Slices.channels(prediction, n),
                prediction.extent(2),
                prediction.extent(3),
                OptionalInt.of(epoch));
        ImageIO.write(picture, "png", folder.resolve(epoch + PNG).toFile());
      }
    }
  }

  /** {@code sub-01_T2w#12} is {@code sub-01__T2w__12}. */
  private static String name(String id) {
    return id.replaceFirst("_", "__").replaceAll("[^A-Za-z0-9._-]+", "__");
  }

  /**
   * Makes the animations anew where they have become longer by a tenth, so that all of them
   * together take a time that grows as the run does.
   */
  void grow(int epoch) throws IOException {
    if (epoch - animated >= Math.max(1, animated / 10)) {
      finish();
      animated = epoch;
    }
  }

  /** Makes the animations. */
  void finish() throws IOException {
    if (chosen.isEmpty() || !Files.isDirectory(waiting)) {
      return;
    }
    Files.createDirectories(finished);
    try (DirectoryStream<Path> samples = Files.newDirectoryStream(waiting)) {
      for (Path sample : samples) {
        Path file = finished.resolve(sample.getFileName() + ".gif");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
            AnimatedGif gif = new AnimatedGif(out, PER_EPOCH)) {
          for (Path frame : frames(sample)) {
            gif.add(ImageIO.read(frame.toFile()));
          }
        }
      }
    }
  }

  private static List<Path> frames(Path folder) throws IOException {
    List<Path> frames = new ArrayList<>();
    try (DirectoryStream<Path> pictures = Files.newDirectoryStream(folder, "*" + PNG)) {
      pictures.forEach(frames::add);
    }
    frames.sort((a, b) -> Integer.compare(epoch(a), epoch(b)));
    return frames;
  }

  private static int epoch(Path frame) {
    String name = String.valueOf(frame.getFileName());
    return Integer.parseInt(name.substring(0, name.length() - PNG.length()));
  }
}
