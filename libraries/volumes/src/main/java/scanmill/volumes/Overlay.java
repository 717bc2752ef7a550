package scanmill.volumes;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A picture to judge a segmentation by: up to nine axial slices through the labels, each label a
 * translucent colour with a firm contour; a reference, where there is one, as a white contour.
 *
 * <p>As radiologists look: the patient's right on the left, front up, highest slice first. Pixels
 * are square in millimetres, oblique axes are shown as if they were straight. At most 782 pixels
 * square, whatever the volume. The same voxels give the same picture. Needs neither screen nor
 * fonts, and no copy of the volume.
 */
public final class Overlay {
  private static final int MOST_SLICES = 9;
  private static final int TILE = 256;
  private static final int GAP = 7;
  private static final int FONT_SCALE = 2;
  private static final int SAMPLES = 200_000;
  private static final double FILL = 0.3;
  private static final int REFERENCE = 0xFFFFFF;
  private static final int LETTER = 0xE8E8E8;
  private static final int FRAME = 0x202020;

  private static final int[] PALETTE = {
    0xFF4D4D, 0x35C9FF, 0xFFD23F, 0x62D96B, 0xC77DFF, 0xFF9F1C, 0x2EC4B6, 0xFF70C0, 0xA0E426,
    0x7C9CFF
  };

  private final float[] image;
  private final int[] labels;
  private final Optional<int[]> reference;
  private final int[] walk;
  private final GridShape shape;
  private final Spacing spacing;
  private final OverlayView view;
  private final float[] window;

  private Overlay(Volume image, LabelMap labels, Optional<LabelMap> reference) {
    this.image = image.data();
    this.labels = labels.data();
    this.reference = reference.map(LabelMap::data);
    AxisMap toRas = AxisMap.between(image.grid().orientation(), Orientation.RAS);
    Grid ras = image.grid().reoriented(Orientation.RAS);
    walk = toRas.walk(image.shape());
    shape = ras.shape();
    spacing = ras.spacing();
    view = OverlayView.of(shown(labels, reference), walk, shape, spacing, MOST_SLICES);
    window = window(image.data());
  }

  /** The colour of a class, from 0; after ten they come again. */
  static int colour(int number) {
    return PALETTE[Math.floorMod(number, PALETTE.length)];
  }

  /** Where there is no label at all, the reference says what to show. */
  private static int[] shown(LabelMap labels, Optional<LabelMap> reference) {
    boolean empty = Arrays.stream(labels.data()).allMatch(label -> label == 0);
    return (empty ? reference.orElse(labels) : labels).data();
  }

  /**
   * Writes a PNG and leaves the stream open.
   *
   * @param labels on the grid of the image
   */
  public static void png(Volume image, LabelMap labels, OutputStream out) throws IOException {
    png(image, labels, Optional.empty(), out);
  }

  /**
   * Writes a PNG and leaves the stream open.
   *
   * @param labels on the grid of the image
   * @param reference what the labels should have been, on the same grid
   */
  public static void png(
      Volume image, LabelMap labels, Optional<LabelMap> reference, OutputStream out)
      throws IOException {
    requireSameShape(image, labels);
    reference.ifPresent(map -> requireSameShape(image, map));
    BufferedImage picture = new Overlay(image, labels, reference).mosaic();
    try (ImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
      ImageIO.write(picture, "png", png);
    }
  }

  private static void requireSameShape(Volume image, LabelMap labels) {
    if (!image.shape().equals(labels.shape())) {
      throw new IllegalArgumentException(
          "Labels lie on the image's grid of " + image.shape() + "; found " + labels.shape());
    }
  }

  private BufferedImage mosaic() {
    int tiles = view.slices().size();
    int columns = (int) Math.ceil(Math.sqrt(tiles));
    int rows = (tiles + columns - 1) / columns;
    BufferedImage picture =
        new BufferedImage(
            columns * (TILE + GAP) - GAP, rows * (TILE + GAP) - GAP, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < picture.getHeight(); y++) {
      for (int x = 0; x < picture.getWidth(); x++) {
        picture.setRGB(x, y, FRAME);
      }
    }
    for (int n = 0; n < tiles; n++) {
      int left = n % columns * (TILE + GAP);
      int top = n / columns * (TILE + GAP);
      tile(picture, left, top, view.slices().get(n));
    }
    return picture;
  }

  private void tile(BufferedImage picture, int left, int top, int k) {
    int[] column = new int[TILE]; // nearest voxel of each pixel column, -1 outside
    int[] row = new int[TILE];
    for (int p = 0; p < TILE; p++) {
      column[p] = nearest(iOf(p), shape.i());
      row[p] = nearest(jOf(p), shape.j());
    }
    for (int y = 0; y < TILE; y++) {
      for (int x = 0; x < TILE; x++) {
        picture.setRGB(left + x, top + y, colour(column, row, x, y, k));
      }
    }
    int margin = 3 * FONT_SCALE;
    int letterTop = top + TILE / 2 - PixelFont.HEIGHT * FONT_SCALE / 2;
    write(picture, "R", left + margin, letterTop);
    write(picture, "L", left + TILE - margin - PixelFont.WIDTH * FONT_SCALE, letterTop);
    write(
        picture,
        String.valueOf(k),
        left + margin,
        top + TILE - margin - PixelFont.HEIGHT * FONT_SCALE);
  }

  /** Continuous i of a pixel column: the patient's right, where i is high, comes first. */
  private double iOf(int x) {
    return view.middleI() - (x + 0.5 - TILE / 2.0) * view.sideMm() / TILE / spacing.iMm();
  }

  /** Continuous j of a pixel row: the front, where j is high, comes first. */
  private double jOf(int y) {
    return view.middleJ() - (y + 0.5 - TILE / 2.0) * view.sideMm() / TILE / spacing.jMm();
  }

  private static int nearest(double index, int count) {
    long rounded = Math.round(index);
    return rounded >= 0 && rounded < count ? (int) rounded : -1;
  }

  private int colour(int[] column, int[] row, int x, int y, int k) {
    if (column[x] < 0 || row[y] < 0) {
      return 0;
    }
    if (reference.isPresent() && contour(reference.get(), column, row, x, y, k, 1)) {
      return REFERENCE;
    }
    int grey = grey(iOf(x), jOf(y), k);
    int label = labels[index(column[x], row[y], k)];
    if (label == 0) {
      return grey << 16 | grey << 8 | grey;
    }
    int paint = colour(label - 1);
    if (contour(labels, column, row, x, y, k, 2)) {
      return paint;
    }
    return mix(grey, paint >> 16 & 255) << 16
        | mix(grey, paint >> 8 & 255) << 8
        | mix(grey, paint & 255);
  }

  private static int mix(int grey, int paint) {
    return (int) Math.round(grey * (1 - FILL) + paint * FILL);
  }

  /** Whether a pixel inside a label has another label within {@code width} pixels. */
  private boolean contour(int[] map, int[] column, int[] row, int x, int y, int k, int width) {
    int own = map[index(column[x], row[y], k)];
    if (own == 0) {
      return false;
    }
    for (int d = -width; d <= width; d++) {
      if (labelAt(map, column, row, x + d, y, k) != own
          || labelAt(map, column, row, x, y + d, k) != own) {
        return true;
      }
    }
    return false;
  }

  private int labelAt(int[] map, int[] column, int[] row, int x, int y, int k) {
    boolean outside = x < 0 || y < 0 || x >= TILE || y >= TILE || column[x] < 0 || row[y] < 0;
    return outside ? 0 : map[index(column[x], row[y], k)];
  }

  private int index(int i, int j, int k) {
    return walk[0] + i * walk[1] + j * walk[2] + k * walk[3];
  }

  /** Windowed intensity between four voxels, 0 to 255. */
  private int grey(double i, double j, int k) {
    double ci = Math.max(0, Math.min(shape.i() - 1, i));
    double cj = Math.max(0, Math.min(shape.j() - 1, j));
    int i0 = (int) ci;
    int j0 = (int) cj;
    int i1 = Math.min(i0 + 1, shape.i() - 1);
    int j1 = Math.min(j0 + 1, shape.j() - 1);
    double fi = ci - i0;
    double fj = cj - j0;
    double value =
        (1 - fj) * ((1 - fi) * image[index(i0, j0, k)] + fi * image[index(i1, j0, k)])
            + fj * ((1 - fi) * image[index(i0, j1, k)] + fi * image[index(i1, j1, k)]);
    double share = (value - window[0]) / (window[1] - window[0]);
    return Double.isNaN(share) ? 0 : (int) Math.round(255 * Math.max(0, Math.min(1, share)));
  }

  /** Light letters with a dark rim, so that they can be read on anything. */
  private static void write(BufferedImage picture, String text, int left, int top) {
    for (int dy = -1; dy <= 1; dy++) {
      for (int dx = -1; dx <= 1; dx++) {
        write(picture, text, left + dx, top + dy, 0);
      }
    }
    write(picture, text, left, top, LETTER);
  }

  private static void write(BufferedImage picture, String text, int left, int top, int paint) {
    for (int n = 0; n < text.length(); n++) {
      int start = left + n * (PixelFont.WIDTH + 1) * FONT_SCALE;
      for (int y = 0; y < PixelFont.HEIGHT * FONT_SCALE; y++) {
        for (int x = 0; x < PixelFont.WIDTH * FONT_SCALE; x++) {
          if (PixelFont.dot(text.charAt(n), x / FONT_SCALE, y / FONT_SCALE)) {
            picture.setRGB(start + x, top + y, paint);
          }
        }
      }
    }
  }

  /** The 1st and 99th percentile of a sample of the finite intensities, never equal. */
  private static float[] window(float[] data) {
    int step = Math.max(1, data.length / SAMPLES);
    float[] sample = new float[data.length / step + 1];
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
    float low = sample[(int) (0.01 * (n - 1))];
    float high = sample[(int) Math.ceil(0.99 * (n - 1))];
    return high > low ? new float[] {low, high} : new float[] {low - 1, low + 1};
  }
}
