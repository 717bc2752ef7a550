package scanmill.datasets;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;
import scanmill.volumes.Affine;
import scanmill.volumes.Grid;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.Picture;
import scanmill.volumes.PixelSize;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/**
 * Reads the files of a scan together: images, labels and region of interest on one grid. NIfTI, and
 * pictures (PNG, JPEG, TIFF), whose pixels are as large as {@code PixelSize} of their sidecar says,
 * or else the picture itself.
 */
public final class ScanReader {
  /**
   * How far a voxel of a label may be from the image's, in voxels along an axis. Headers of one
   * subject's files often differ by rounding, and it adds up along an axis.
   */
  private static final double MOST_VOXELS_APART = 0.99;

  private ScanReader() {}

  /**
   * A scan as it lies in its files, in the orientation of its first image.
   *
   * <p>A channel without a file is 0 everywhere. The truth has one channel per rater and class, all
   * classes of the first rater first, 0 everywhere for a class without a file; it is absent where
   * no classes are asked for.
   *
   * @throws BadInputException {@code label-other-grid} if labels lie a voxel or more from the
   *     image, {@code sample-shapes-differ} if channels differ, {@code picture-pixel-size} if
   *     nothing says how large pixels are, or what is wrong with a file
   * @throws IOException if a file could not be read to its end
   */
  public static Sample read(BidsScan scan) throws IOException {
    return read(scan, PictureDepth.AS_STORED);
  }

  /**
   * @param depth how much of pictures of 16 bits is kept
   */
  public static Sample read(BidsScan scan, PictureDepth depth) throws IOException {
    Sample sample = Sample.of(channels(scan, depth));
    Grid grid = sample.grid();
    List<Optional<Path>> truths = scan.truths().stream().flatMap(List::stream).toList();
    if (!truths.isEmpty()) {
      float[][] classes = new float[truths.size()][];
      for (int c = 0; c < classes.length; c++) {
        Optional<Path> file = truths.get(c);
        classes[c] =
            file.isPresent()
                ? onGrid(grid, scan, file.get()).data()
                : new float[grid.shape().length()];
      }
      sample = sample.withTruth(new ProbabilityMap(grid, classes));
    }
    if (scan.roi().isPresent()) {
      float[] values = onGrid(grid, scan, scan.roi().get()).data();
      int[] region = new int[values.length];
      Arrays.setAll(region, v -> values[v] != 0 ? 1 : 0);
      sample = sample.withRegion(new LabelMap(grid, region));
    }
    return sample;
  }

  private static List<Volume> channels(BidsScan scan, PictureDepth depth) throws IOException {
    List<Optional<Volume>> read = new ArrayList<>();
    for (Optional<Path> file : scan.channels()) {
      read.add(file.isPresent() ? Optional.of(image(file.get(), scan, depth)) : Optional.empty());
    }
    Grid grid = read.stream().flatMap(Optional::stream).findFirst().orElseThrow().grid();
    return read.stream()
        .map(volume -> volume.orElseGet(() -> new Volume(grid, new float[grid.shape().length()])))
        .toList();
  }

  private static Volume image(Path file, BidsScan scan, PictureDepth depth) throws IOException {
    return Picture.is(file) ? picture(file, scan.metadata(), depth) : Nifti.readVolume(file);
  }

  /**
   * A picture by itself. The size of its pixels is what somebody says, else what the JSON files
   * beside and above it say, else what the picture itself says.
   *
   * @param pixelMm distance of pixels, if somebody says it
   * @throws BadInputException {@code picture-pixel-size}, or what is wrong with the picture
   */
  public static Volume picture(Path file, Optional<Double> pixelMm, PictureDepth depth)
      throws IOException {
    Map<String, String> said =
        pixelMm.isPresent()
            ? Map.of(
                PixelSize.KEY,
                List.of(pixelMm.get(), pixelMm.get()).toString(),
                PixelSize.UNITS_KEY,
                "mm")
            : Sidecars.of(file);
    return picture(file, said, depth);
  }

  private static Volume picture(Path file, Map<String, String> metadata, PictureDepth depth)
      throws IOException {
    Picture read = Picture.read(file);
    Picture picture = depth == PictureDepth.EIGHT_BITS ? read.in8Bits() : read;
    Spacing spacing =
        SidecarPixelSize.of(metadata)
            .map(PixelSize::spacing)
            .or(picture::spacing)
            .orElseThrow(() -> PixelSize.wrong("none for " + BidsFile.name(file)));
    return picture.volume(spacing);
  }

  /** Labels that are pictures lie on the pixels of their image. */
  private static Volume onGrid(Grid grid, BidsScan scan, Path file) throws IOException {
    Volume read =
        Picture.is(file) ? Picture.read(file).labels(grid.spacing()) : Nifti.readVolume(file);
    Volume turned = read.reoriented(grid.orientation());
    if (!turned.shape().equals(grid.shape()) || apart(grid, turned.grid()) > MOST_VOXELS_APART) {
      throw BadInputException.of(
          "label-other-grid",
          "Required labels on the grid of their image; "
              + scan.filename()
              + " has "
              + words(grid)
              + ", "
              + BidsFile.name(file)
              + " has "
              + words(read.grid())
              + ".",
          "Resample the labels onto the image's grid.");
    }
    return turned;
  }

  /** The largest distance of corresponding corners, in voxels along one axis. */
  private static double apart(Grid image, Grid label) {
    Affine back = image.affine().inverse();
    double most = 0;
    for (int corner = 0; corner < 8; corner++) {
      double[] at = {
        (corner & 1) * (image.shape().i() - 1),
        (corner >> 1 & 1) * (image.shape().j() - 1),
        (corner >> 2 & 1) * (image.shape().k() - 1)
      };
      double[] world = label.affine().toWorld(at[0], at[1], at[2]);
      double[] voxel = back.toWorld(world[0], world[1], world[2]);
      for (int a = 0; a < 3; a++) {
        most = Math.max(most, Math.abs(voxel[a] - at[a]));
      }
    }
    return most;
  }

  private static String words(Grid grid) {
    double[] first = grid.affine().toWorld(0, 0, 0);
    return String.format(
        Locale.ROOT,
        "%s voxels of %.4gx%.4gx%.4g mm, axes %s, first voxel at (%.1f, %.1f, %.1f) mm",
        grid.shape(),
        grid.spacing().iMm(),
        grid.spacing().jMm(),
        grid.spacing().kMm(),
        grid.orientation(),
        first[0],
        first[1],
        first[2]);
  }
}
