package scanmill.training;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import scanmill.engine.Tensor;
import scanmill.volumes.SlicePicture;

/**
 * What somebody who looks for a fault in a run wants to see: now and then a batch with what the
 * network makes of it, in TensorBoard, and in the first epoch the mixtures it is shown. Changes
 * nothing of the run. For one thread.
 *
 * @param mixtures folder for {@code <lambda>_<batch>.png}
 */
record DebugPictures(boolean wanted, TensorBoard board, Path mixtures) {
  private static final int EVERY = 50;
  private static final int MOST_SAMPLES = 8;
  private static final int ROW = 4;
  private static final String AUGMENTED = "augmented.png";

  /** Whether a step, counted from 0 over the whole run, is shown. */
  boolean shows(long step) {
    return wanted && step % EVERY == 0;
  }

  /**
   * Shows a batch.
   *
   * @param part {@code Train} or {@code Validation}
   * @param prediction of the batch, of the target's shape; of volumes the middle slices are shown
   */
  void show(String part, long step, Minibatch batch, Tensor prediction) throws IOException {
    Tensor image = batch.inputs().image();
    int samples = Math.min(MOST_SAMPLES, batch.size());
    BufferedImage[] inputs = new BufferedImage[samples];
    BufferedImage[] predictions = new BufferedImage[samples];
    BufferedImage[] truths = new BufferedImage[samples];
    float[] black = new float[image.extent(2) * image.extent(3)];
    for (int n = 0; n < samples; n++) {
      inputs[n] = picture(image, Slices.channel(image, n, 0), List.of());
      predictions[n] = picture(image, black, Slices.channels(prediction, n));
      truths[n] = picture(image, black, Slices.channels(batch.target(), n));
    }
    grid(part + "/Input", step, inputs);
    grid(part + "/Predictions", step, predictions);
    grid(part + "/Ground Truth", step, truths);
  }

  /** One picture of a mixture: the first sample, its soft truth over it. */
  void mixture(double lambda, int number, Minibatch mixed) throws IOException {
    if (!wanted) {
      return;
    }
    Files.createDirectories(mixtures);
    String name = String.format(Locale.ROOT, "%.3f_%d.png", lambda, number);
    Tensor image = mixed.inputs().image();
    ImageIO.write(
        picture(image, Slices.channel(image, 0, 0), Slices.channels(mixed.target(), 0)),
        "png",
        mixtures.resolve(name).toFile());
  }

  /**
   * What the network is shown after augmentation, the truth over it: up to eight samples of a
   * batch, beside the mixtures, whether or not somebody looks for a fault.
   */
  void augmented(Minibatch batch) throws IOException {
    Tensor image = batch.inputs().image();
    BufferedImage[] samples = new BufferedImage[Math.min(MOST_SAMPLES, batch.size())];
    for (int n = 0; n < samples.length; n++) {
      samples[n] = picture(image, Slices.channel(image, n, 0), Slices.channels(batch.target(), n));
    }
    ImageIO.write(tiled(samples), "png", mixtures.resolveSibling(AUGMENTED).toFile());
  }

  private static BufferedImage picture(Tensor image, float[] slice, List<float[]> classes) {
    return SlicePicture.of(slice, classes, image.extent(2), image.extent(3), OptionalInt.empty());
  }

  /** Side by side, in rows. */
  private void grid(String tag, long step, BufferedImage... tiles) throws IOException {
    BufferedImage grid = tiled(tiles);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(grid, "png", png);
    board.image(tag, step, grid.getWidth(), grid.getHeight(), png.toByteArray());
  }

  private static BufferedImage tiled(BufferedImage... tiles) {
    int width = tiles[0].getWidth();
    int height = tiles[0].getHeight();
    int columns = Math.min(ROW, tiles.length);
    int rows = (tiles.length + columns - 1) / columns;
    BufferedImage grid =
        new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
    for (int n = 0; n < tiles.length; n++) {
      grid.setRGB(
          n % columns * width,
          n / columns * height,
          width,
          height,
          tiles[n].getRGB(0, 0, width, height, null, 0, width),
          0,
          width);
    }
    return grid;
  }
}
