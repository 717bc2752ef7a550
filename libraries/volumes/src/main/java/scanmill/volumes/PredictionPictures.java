package scanmill.volumes;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Predictions on pictures as pictures: for each class a PNG of 8 bits, 255 where the network is
 * sure.
 */
public final class PredictionPictures {
  private PredictionPictures() {}

  /** Whether predictions are pictures at all: one slice. */
  public static boolean fits(ProbabilityMap prediction) {
    return prediction.shape().k() == 1;
  }

  /**
   * Writes {@code <stem>_class-<k>_pred.png} for each class, counted from 0. A file appears whole
   * or not at all.
   *
   * @return the files, in the order of classes
   * @throws IllegalArgumentException if there is more than one slice
   */
  public static List<Path> write(Path folder, String stem, ProbabilityMap prediction)
      throws IOException {
    if (!fits(prediction)) {
      throw new IllegalArgumentException(
          "A picture has one slice; found " + prediction.shape() + " voxels");
    }
    List<Path> files = new ArrayList<>();
    for (int c = 0; c < prediction.classes(); c++) {
      Path file = folder.resolve(stem + "_class-" + c + "_pred.png");
      Path part = folder.resolve(stem + "_class-" + c + "_pred.png.part");
      try {
        try (OutputStream out = Files.newOutputStream(part)) {
          png(prediction, c, out);
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(part);
      }
      files.add(file);
    }
    return files;
  }

  /** Writes one class and leaves the stream open. */
  public static void png(ProbabilityMap prediction, int c, OutputStream out) throws IOException {
    GridShape shape = prediction.shape();
    BufferedImage image = new BufferedImage(shape.j(), shape.i(), BufferedImage.TYPE_BYTE_GRAY);
    float[] values = prediction.channel(c);
    int[] row = new int[shape.j()];
    for (int i = 0; i < shape.i(); i++) {
      for (int j = 0; j < row.length; j++) {
        float value = values[shape.index(i, j, 0)];
        row[j] = Math.round(255 * Math.max(0, Math.min(1, value)));
      }
      image.getRaster().setPixels(0, i, row.length, 1, row);
    }
    try (ImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(image, "png", png);
    }
  }
}
