package scanmill.postprocess;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;
import scanmill.volumes.GridShape;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Orientation;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/**
 * A picture of a segmentation that opens on a phone: axial, coronal and sagittal slice with the
 * most labelled voxels, labels in colour over the scan in grey.
 *
 * <p>Shown as radiologists look: the patient's right is on the left, front and head are up. Pixels
 * are square in millimetres. The same scan and labels give the same bytes.
 */
final class Overlay {
  private static final int PANEL = 384;
  private static final int SAMPLES = 200_000;
  private static final double FILL = 0.35;
  private static final double EDGE = 0.9;

  private static final int[] PALETTE = {
    0xE6194B, 0x3CB44B, 0xFFE119, 0x4363D8, 0xF58231, 0x911EB4, 0x46F0F0, 0xF032E6, 0xBCF60C,
    0xFABEBE
  };

  private final Volume scan;
  private final LabelMap labels;
  private final float darkest;
  private final float brightest;

  private Overlay(Volume scan, LabelMap labels) {
    this.scan = scan;
    this.labels = labels;
    float[] window = window(scan.data());
    darkest = window[0];
    brightest = window[1];
  }

  /**
   * @param labels on the grid of the scan
   * @return a PNG, three panels beside each other
   */
  static byte[] png(Volume scan, LabelMap labels) {
    if (!scan.shape().equals(labels.shape())) {
      throw new IllegalArgumentException(
          "Labels lie on the scan's grid of " + scan.shape() + "; found " + labels.shape());
    }
    return new Overlay(scan.reoriented(Orientation.RAS), labels.reoriented(Orientation.RAS)).draw();
  }

  private byte[] draw() {
    GridShape shape = scan.shape();
    Spacing mm = scan.grid().spacing();
    double longest = 0;
    for (int axis = 0; axis < 3; axis++) {
      longest = Math.max(longest, shape.axis(axis) * mm.axis(axis));
    }
    double pixelsPerMm = PANEL / longest;
    BufferedImage[] panels = {
      panel(2, 0, 1, pixelsPerMm), panel(1, 0, 2, pixelsPerMm), panel(0, 1, 2, pixelsPerMm)
    };
    int width = Arrays.stream(panels).mapToInt(BufferedImage::getWidth).sum();
    int height = Arrays.stream(panels).mapToInt(BufferedImage::getHeight).max().orElse(1);
    BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int left = 0;
    for (BufferedImage panel : panels) {
      int top = (height - panel.getHeight()) / 2;
      for (int y = 0; y < panel.getHeight(); y++) {
        for (int x = 0; x < panel.getWidth(); x++) {
          picture.setRGB(left + x, top + y, panel.getRGB(x, y));
        }
      }
      left += panel.getWidth();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      ImageIO.write(picture, "png", out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  /** One slice across {@code axis}; {@code across} grows to the left, {@code up} upwards. */
  private BufferedImage panel(int axis, int across, int up, double pixelsPerMm) {
    GridShape shape = scan.shape();
    Spacing mm = scan.grid().spacing();
    int width = pixels(shape.axis(across) * mm.axis(across) * pixelsPerMm);
    int height = pixels(shape.axis(up) * mm.axis(up) * pixelsPerMm);
    BufferedImage panel = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    int[] voxel = new int[3];
    voxel[axis] = fullestSlice(axis);
    for (int y = 0; y < height; y++) {
      voxel[up] = voxelAt(height - 1 - y, height, shape.axis(up));
      for (int x = 0; x < width; x++) {
        voxel[across] = voxelAt(width - 1 - x, width, shape.axis(across));
        panel.setRGB(x, y, colour(voxel, across, up));
      }
    }
    return panel;
  }

  private static int pixels(double length) {
    return (int) Math.max(1, Math.min(PANEL, Math.round(length)));
  }

  private static int voxelAt(int pixel, int pixels, int voxels) {
    return (int) Math.min(voxels - 1, (pixel + 0.5) * voxels / pixels);
  }

  private int colour(int[] voxel, int across, int up) {
    float value = scan.at(voxel[0], voxel[1], voxel[2]);
    double grey = (value - darkest) / (brightest - darkest);
    int g = Double.isNaN(grey) ? 0 : (int) Math.round(255 * Math.max(0, Math.min(1, grey)));
    int label = labels.at(voxel[0], voxel[1], voxel[2]);
    if (label == 0) {
      return g << 16 | g << 8 | g;
    }
    boolean edge =
        differs(voxel, across, 1, label)
            || differs(voxel, across, -1, label)
            || differs(voxel, up, 1, label)
            || differs(voxel, up, -1, label);
    double share = edge ? EDGE : FILL;
    int paint = PALETTE[Math.floorMod(label - 1, PALETTE.length)];
    int red = mix(g, paint >> 16 & 255, share);
    int green = mix(g, paint >> 8 & 255, share);
    int blue = mix(g, paint & 255, share);
    return red << 16 | green << 8 | blue;
  }

  private static int mix(int grey, int paint, double share) {
    return (int) Math.round(grey * (1 - share) + paint * share);
  }

  private boolean differs(int[] voxel, int axis, int by, int label) {
    int[] other = voxel.clone();
    other[axis] += by;
    return other[axis] < 0
        || other[axis] >= labels.shape().axis(axis)
        || labels.at(other[0], other[1], other[2]) != label;
  }

  private int fullestSlice(int axis) {
    GridShape shape = labels.shape();
    long[] count = new long[shape.axis(axis)];
    int[] data = labels.data();
    int n = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        for (int i = 0; i < shape.i(); i++) {
          if (data[n++] != 0) {
            count[axis == 0 ? i : axis == 1 ? j : k]++;
          }
        }
      }
    }
    int fullest = count.length / 2;
    for (int s = 0; s < count.length; s++) {
      if (count[s] > count[fullest]) {
        fullest = s;
      }
    }
    return fullest;
  }

  /** The 0.5th and 99.5th percentile of a sample of the finite intensities, never equal. */
  private static float[] window(float[] data) {
    int step = Math.max(1, data.length / SAMPLES);
    float[] sample = new float[(data.length + step - 1) / step];
    int n = 0;
    for (int v = 0; v < data.length; v += step) {
      if (Float.isFinite(data[v])) {
        sample[n++] = data[v];
      }
    }
    if (n == 0) {
      return new float[] {0, 1};
    }
    Arrays.sort(sample, 0, n);
    float low = sample[(int) (0.005 * (n - 1))];
    float high = sample[(int) Math.ceil(0.995 * (n - 1))];
    return high > low ? new float[] {low, high} : new float[] {low - 1, low + 1};
  }
}
