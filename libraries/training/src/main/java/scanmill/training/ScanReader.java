package scanmill.training;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import scanmill.datasets.BidsScan;
import scanmill.problems.BadInputException;
import scanmill.transforms.Sample;
import scanmill.volumes.Grid;
import scanmill.volumes.Nifti;
import scanmill.volumes.Orientation;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/** Reads a scan of a dataset together with its labels. */
final class ScanReader {
  /** Headers of one subject's files often differ in the last digits. */
  private static final double TOLERANCE_MM = 0.5;

  private ScanReader() {}

  /**
   * @return image and truth; the truth of a missing class is 0 everywhere
   * @throws BadInputException if a file is unreadable, or {@code label-other-grid}
   */
  static Sample read(BidsScan scan) throws IOException {
    List<Volume> channels = new ArrayList<>();
    for (Path file : scan.channels()) {
      channels.add(Nifti.readVolume(file));
    }
    Volume image = channels.get(0);
    List<Optional<Path>> truths = scan.truths();
    float[][] classes = new float[truths.size()][];
    for (int c = 0; c < classes.length; c++) {
      classes[c] =
          truths.get(c).isPresent()
              ? truth(image.grid(), truths.get(c).get())
              : new float[image.shape().length()];
    }
    Sample sample = Sample.of(channels);
    return classes.length == 0
        ? sample
        : sample.withTruth(new ProbabilityMap(image.grid(), classes));
  }

  private static float[] truth(Grid grid, Path file) throws IOException {
    Volume read = Nifti.readVolume(file);
    Orientation orientation = grid.orientation();
    Volume turned = read.reoriented(orientation);
    if (!turned.grid().alignedWith(grid, TOLERANCE_MM)) {
      throw BadInputException.of(
          "label-other-grid",
          "Labels lie on the grid of their image; the image has "
              + text(grid)
              + ", "
              + file.getFileName()
              + " has "
              + text(read.grid())
              + ".",
          "Resample the labels onto the image's grid.");
    }
    return turned.data();
  }

  private static String text(Grid grid) {
    return grid.shape()
        + " voxels of "
        + grid.spacing().iMm()
        + "x"
        + grid.spacing().jMm()
        + "x"
        + grid.spacing().kMm()
        + " mm, "
        + grid.orientation()
        + ", first voxel at "
        + Arrays.toString(grid.affine().toWorld(0, 0, 0));
  }
}
