package scanmill.volumes;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import scanmill.problems.BadInputException;

/**
 * A PNG, JPEG or TIFF file as intensities: 0 to 255 where it has up to 8 bits, 0 to 65535 where it
 * has 16. Colours become 0.299 R + 0.587 G + 0.114 B, transparency is dropped, the pages of a TIFF
 * file are slices. A pixel's row is its first coordinate, its column the second.
 *
 * <p>What a file is, is told by its first bytes, not by its name. Sizes are checked before anything
 * is decoded; whatever is wrong ends in a {@link BadInputException} whose code begins with {@code
 * picture-}. Colour profiles and gamma are not applied. Nothing is written. All methods can be
 * called by many threads at once.
 */
public final class Picture {
  private static final double RED = 0.299;
  private static final double GREEN = 0.587;
  private static final double BLUE = 0.114;

  private final GridShape shape;
  private final float[] values;
  private final int white;
  private final Optional<Spacing> spacing;

  private Picture(GridShape shape, float[] values, int white, Optional<Spacing> spacing) {
    this.shape = shape;
    this.values = values;
    this.white = white;
    this.spacing = spacing;
  }

  /** Whether a file claims by its ending to be one; {@code .png .jpg .jpeg .tif .tiff}. */
  public static boolean isNamed(Path path) {
    return PictureFormat.isNameOfPicture(NiftiFiles.fileName(path));
  }

  /** Whether a file claims to be one, or begins as one; a file that is not there only claims. */
  public static boolean is(Path path) throws IOException {
    if (isNamed(path) || !Files.isRegularFile(path)) {
      return isNamed(path);
    }
    try (InputStream in = Files.newInputStream(path)) {
      return PictureFormat.of(in.readNBytes(8)).isPresent();
    }
  }

  /**
   * @throws BadInputException {@code picture-not-a-picture}, {@code picture-broken}, {@code
   *     picture-unsupported}, {@code picture-too-large}, {@code picture-pixel-size}
   * @throws IOException if bytes could not be moved
   */
  public static Picture read(Path path, Limits limits) throws IOException {
    try (PictureInput input = PictureInput.open(path, limits)) {
      return read(input, limits);
    }
  }

  public static Picture read(Path path) throws IOException {
    return read(path, Limits.DEFAULT);
  }

  /**
   * Reads a stream to its end; it is not closed.
   *
   * @param name what messages call the stream
   */
  public static Picture read(InputStream in, String name, Limits limits) throws IOException {
    try (PictureInput input = PictureInput.open(in, limits, name)) {
      return read(input, limits);
    }
  }

  private static Picture read(PictureInput input, Limits limits) throws IOException {
    PictureHeader header = PictureHeader.read(input, limits);
    Optional<OmePixels> ome =
        header.description().flatMap(text -> OmePixels.of(text, input.name()));
    ome.ifPresent(pixels -> requireOneImage(pixels, header, input.name()));
    GridShape shape = new GridShape(header.height(), header.width(), header.pages().size());
    float[] values = new float[shape.length()];
    ImageReader reader = reader(header.format(), input.name());
    boolean[] damaged = new boolean[1];
    try {
      reader.addIIOReadWarningListener(
          (source, warning) -> damaged[0] |= isDamage(warning.toLowerCase(Locale.ROOT)));
      input.seek(0);
      reader.setInput(input, false, header.format() != PictureFormat.TIFF);
      for (int p = 0; p < header.pages().size(); p++) {
        BufferedImage image = reader.read(header.pages().get(p));
        if (image.getHeight() != header.height() || image.getWidth() != header.width()) {
          throw PictureHeader.broken(input.name(), "its size changes while it is read");
        }
        fill(image, header, p, values, input.name());
      }
    } catch (BadInputException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (input.failure().isPresent()) {
        throw input.failure().get();
      }
      throw PictureHeader.broken(input.name(), "its pixels cannot be decoded");
    } finally {
      reader.dispose();
    }
    if (damaged[0]) {
      throw PictureHeader.broken(input.name(), "its pixels are damaged or end too early");
    }
    int white = header.bits() == 16 ? 65535 : 255;
    return new Picture(shape, values, white, ome.flatMap(OmePixels::spacing));
  }

  /** Decoders differ in words, and some only warn when pixels are missing. */
  private static boolean isDamage(String warning) {
    return warning.contains("premature")
        || warning.contains("truncated")
        || warning.contains("corrupt");
  }

  private static ImageReader reader(PictureFormat format, String name) {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format.codec());
    if (!readers.hasNext()) {
      throw PictureHeader.unsupported(name, "a format that this Java cannot read");
    }
    return readers.next();
  }

  private static void requireOneImage(OmePixels ome, PictureHeader header, String name) {
    if (ome.times() != 1 || (ome.channels() != 1 && header.pages().size() != ome.depth())) {
      throw PictureHeader.unsupported(
          name, ome.channels() + " OME channels at " + ome.times() + " times");
    }
    if (header.pages().size() != ome.depth()) {
      throw PictureHeader.unsupported(
          name, header.pages().size() + " pages of " + ome.depth() + ", the others elsewhere");
    }
  }

  private static void fill(
      BufferedImage image, PictureHeader header, int page, float[] values, String name) {
    int height = image.getHeight();
    int width = image.getWidth();
    int bands = image.getRaster().getNumBands();
    if (bands > 4) {
      throw PictureHeader.unsupported(name, bands + " channels");
    }
    int[] row = new int[width * bands];
    float white = header.bits() == 16 ? 65535 : 255;
    float scale = white / ((1 << header.bits()) - 1);
    boolean palette = image.getColorModel() instanceof IndexColorModel;
    if (palette && header.bits() == 16) {
      throw PictureHeader.unsupported(name, "a palette of 16 bits");
    }
    for (int y = 0; y < height; y++) {
      image.getRaster().getPixels(0, y, width, 1, row);
      int at = height * width * page + y;
      for (int x = 0; x < width; x++, at += height) {
        if (palette) {
          int rgb = image.getColorModel().getRGB(row[x]);
          values[at] = luma(rgb >> 16 & 255, rgb >> 8 & 255, rgb & 255);
        } else if (bands > 2) {
          values[at] = luma(row[x * bands], row[x * bands + 1], row[x * bands + 2]) * scale;
        } else {
          values[at] = row[x * bands] * scale;
        }
      }
    }
  }

  private static float luma(int red, int green, int blue) {
    return (float) (RED * red + GREEN * green + BLUE * blue);
  }

  /** Rows, columns, pages. */
  public GridShape shape() {
    return shape;
  }

  /** The largest value there can be: 255, or 65535 of a file of 16 bits. */
  public int white() {
    return white;
  }

  /** The distance of pixels that the file itself tells, as OME-TIFF does. */
  public Optional<Spacing> spacing() {
    return spacing;
  }

  /**
   * The same intensities in 0 to 255 without a fraction, cut, not rounded, as ivadomed has them.
   */
  public Picture in8Bits() {
    float[] cut = new float[values.length];
    float step = white == 65535 ? 256 : 1;
    for (int v = 0; v < cut.length; v++) {
      cut[v] = (float) Math.floor(values[v] / step);
    }
    return new Picture(shape, cut, 255, spacing);
  }

  /** Intensities on a grid along the world's axes; the array is shared. */
  public Volume volume(Spacing distance) {
    return new Volume(Grid.of(shape, distance), values);
  }

  /** 1 where a pixel is at least half as bright as white, else 0. */
  public Volume labels(Spacing distance) {
    float[] labels = new float[values.length];
    for (int v = 0; v < labels.length; v++) {
      labels[v] = values[v] / white >= 0.5f ? 1 : 0;
    }
    return new Volume(Grid.of(shape, distance), labels);
  }
}
