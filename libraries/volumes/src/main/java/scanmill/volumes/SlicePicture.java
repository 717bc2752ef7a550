package scanmill.volumes;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * A slice as a network sees it: intensities in grey, what is predicted or true over them in
 * colours, a number in the corner. Rows are the first axis, as in every array viewer. Needs neither
 * screen nor fonts.
 */
public final class SlicePicture {
  private static final int SMALLEST = 256;
  private static final float VISIBLE = 0.1f;
  private static final double OPAQUE = 0.5;
  private static final int FONT_SCALE = 2;
  private static final int MARGIN = 4;
  private static final int LETTER = 0xFFFFFF;

  private SlicePicture() {}

  /**
   * One class is shown in the colours of heat, several in one colour each, as strong as they are
   * probable; below 0.1 nothing is shown.
   *
   * @param image {@code rows * columns} intensities, last axis fastest
   * @param classes probabilities from 0 to 1, likewise
   * @param number written in the upper left corner
   */
  public static BufferedImage of(
      float[] image, List<float[]> classes, int rows, int columns, OptionalInt number) {
    int scale = Math.max(1, SMALLEST / Math.max(rows, columns));
    float[] window = window(image);
    BufferedImage picture =
        new BufferedImage(columns * scale, rows * scale, BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int at = row * columns + column;
        int colour = coloured(grey(image[at], window), classes, at);
        for (int y = 0; y < scale; y++) {
          for (int x = 0; x < scale; x++) {
            picture.setRGB(column * scale + x, row * scale + y, colour);
          }
        }
      }
    }
    number.ifPresent(n -> write(picture, Integer.toString(n)));
    return picture;
  }

  /** From the first to the 99th percentile of what is a number. */
  private static float[] window(float[] image) {
    float[] sorted = image.clone();
    Arrays.sort(sorted); // NaN comes last
    int known = sorted.length;
    while (known > 0 && Float.isNaN(sorted[known - 1])) {
      known--;
    }
    return known == 0
        ? new float[] {0, 1}
        : new float[] {sorted[known / 100], sorted[known - 1 - known / 100]};
  }

  private static int grey(float value, float[] window) {
    float range = window[1] - window[0];
    float share = range > 0 && !Float.isNaN(value) ? (value - window[0]) / range : 0;
    return Math.round(255 * Math.max(0, Math.min(1, share)));
  }

  private static int coloured(int grey, List<float[]> classes, int at) {
    int rgb = (grey << 16) | (grey << 8) | grey;
    for (int c = 0; c < classes.size(); c++) {
      float p = Math.min(1, classes.get(c)[at]);
      if (p > VISIBLE) {
        rgb =
            classes.size() == 1
                ? blended(rgb, heat(p), OPAQUE)
                : blended(rgb, Overlay.colour(c), OPAQUE * p);
      }
    }
    return rgb;
  }

  /** The colours of heat: blue over cyan, yellow to red. */
  private static int heat(double p) {
    return (channel(p - 0.25) << 16) | (channel(p) << 8) | channel(p + 0.25);
  }

  private static int channel(double p) {
    return (int) Math.round(255 * Math.max(0, Math.min(1, 1.5 - Math.abs(4 * p - 2))));
  }

  private static int blended(int below, int above, double share) {
    int blended = 0;
    for (int shift = 0; shift <= 16; shift += 8) {
      double mixed = (1 - share) * ((below >> shift) & 0xFF) + share * ((above >> shift) & 0xFF);
      blended |= (int) Math.round(mixed) << shift;
    }
    return blended;
  }

  private static void write(BufferedImage picture, String text) {
    int step = (PixelFont.WIDTH + 1) * FONT_SCALE;
    for (int n = 0; n < text.length(); n++) {
      for (int x = 0; x < PixelFont.WIDTH * FONT_SCALE; x++) {
        for (int y = 0; y < PixelFont.HEIGHT * FONT_SCALE; y++) {
          int left = MARGIN + n * step + x;
          if (PixelFont.dot(text.charAt(n), x / FONT_SCALE, y / FONT_SCALE)
              && left < picture.getWidth()
              && MARGIN + y < picture.getHeight()) {
            picture.setRGB(left, MARGIN + y, LETTER);
          }
        }
      }
    }
  }
}
