package scanmill.reports;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.imageio.ImageIO;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Overlay;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.SlicePicture;
import scanmill.volumes.Volume;

/**
 * A picture of where a prediction is right and where it is not, all classes together: what both
 * have in green, what only the prediction has in red, what only the reference has in blue; what
 * both have in different classes counts as the prediction's.
 */
public final class DifferencePicture {
  private static final float HARD = 0.5f;
  // The fourth colour of overlays is green, the first red, the second blue.
  private static final int BOTH = 4;
  private static final int PREDICTION = 1;
  private static final int REFERENCE = 2;
  private static final int LARGEST = 800;

  private DifferencePicture() {}

  /**
   * A PNG: of a scan up to nine slices at half the size of {@link Overlay}, of a picture (one
   * slice) the picture, its rows the first axis and at most 800 pixels large.
   *
   * @param image what was predicted; left out if it has other voxels than the prediction
   * @param reference on the grid of the prediction, its axes may point elsewhere
   * @throws BadInputException {@code reference-other-grid} if it has other voxels
   */
  public static byte[] png(
      Optional<Volume> image, ProbabilityMap prediction, ProbabilityMap reference)
      throws IOException {
    Grid grid = prediction.grid();
    ProbabilityMap turned = reference.reoriented(grid.orientation());
    if (!turned.shape().equals(grid.shape())) {
      throw BadInputException.of(
          "reference-other-grid",
          "A reference lies on the grid of the prediction; the prediction has "
              + grid.shape()
              + " voxels, the reference "
              + turned.shape()
              + ".",
          "Resample the reference onto the grid of the scan that was segmented.");
    }
    LabelMap difference = new LabelMap(grid, difference(prediction, turned));
    Volume below =
        image
            .map(volume -> volume.reoriented(grid.orientation()))
            .filter(volume -> volume.shape().equals(grid.shape()))
            .orElseGet(() -> new Volume(grid, new float[grid.shape().length()]));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (grid.shape().k() == 1) {
      ImageIO.write(flat(below, difference), "png", out);
    } else {
      ByteArrayOutputStream large = new ByteArrayOutputStream();
      Overlay.png(below, difference, large);
      ImageIO.write(
          halved(ImageIO.read(new ByteArrayInputStream(large.toByteArray()))), "png", out);
    }
    return out.toByteArray();
  }

  private static int[] difference(ProbabilityMap prediction, ProbabilityMap reference) {
    int[] difference = new int[prediction.channel(0).length];
    for (int c = 0; c < Math.min(prediction.classes(), reference.classes()); c++) {
      float[] p = prediction.channel(c);
      float[] r = reference.channel(c);
      for (int v = 0; v < difference.length; v++) {
        if (p[v] >= HARD) {
          boolean both = r[v] >= HARD && (difference[v] == 0 || difference[v] == BOTH);
          difference[v] = both ? BOTH : PREDICTION;
        } else if (r[v] >= HARD && difference[v] == 0) {
          difference[v] = REFERENCE;
        } else if (r[v] >= HARD) {
          difference[v] = PREDICTION;
        }
      }
    }
    return difference;
  }

  /** Each pixel the mean of four: a report holds many pictures. */
  private static BufferedImage halved(BufferedImage large) {
    int width = large.getWidth() / 2;
    int height = large.getHeight() / 2;
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int mean = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
          int sum = 2;
          for (int n = 0; n < 4; n++) {
            sum += (large.getRGB(2 * x + n % 2, 2 * y + n / 2) >> shift) & 255;
          }
          mean |= (sum / 4) << shift;
        }
        small.setRGB(x, y, mean);
      }
    }
    return small;
  }

  private static BufferedImage flat(Volume image, LabelMap difference) {
    GridShape shape = image.shape();
    int step = Math.max(1, (Math.max(shape.i(), shape.j()) + LARGEST - 1) / LARGEST);
    int rows = (shape.i() + step - 1) / step;
    int columns = (shape.j() + step - 1) / step;
    float[] grey = new float[rows * columns];
    float[][] classes = new float[BOTH][rows * columns];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = row * columns + column;
        grey[at] = image.at(row * step, column * step, 0);
        int label = difference.at(row * step, column * step, 0);
        if (label > 0) {
          classes[label - 1][at] = 1;
        }
      }
    }
    return SlicePicture.of(grey, List.of(classes), rows, columns, OptionalInt.empty());
  }
}
