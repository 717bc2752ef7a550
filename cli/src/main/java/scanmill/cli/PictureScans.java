package scanmill.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.datasets.PictureDepth;
import scanmill.datasets.ScanReader;
import scanmill.volumes.Nifti;
import scanmill.volumes.Picture;
import scanmill.volumes.PredictionPictures;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Pictures on their way to a platform, which takes scans in NIfTI, and results on their way back
 * into pictures.
 *
 * @param pixelMm distance of pixels, where somebody says it
 * @param depth of pictures that the model was trained with
 * @param scratch a folder for what is sent
 */
record PictureScans(Optional<Double> pixelMm, PictureDepth depth, Path scratch) {

  /** The file to send: the scan itself, or of a picture a NIfTI file of its name. */
  Path image(Path scan) throws IOException {
    return Picture.isNamed(scan) ? written(scan, ScanReader.picture(scan, pixelMm, depth)) : scan;
  }

  /** The same of labels, which of a picture are what is bright, on the pixels of its scan. */
  Path labels(Path file, Path scan) throws IOException {
    if (!Picture.isNamed(file)) {
      return file;
    }
    Volume image =
        Picture.isNamed(scan)
            ? ScanReader.picture(scan, pixelMm, depth)
            : ScanReader.picture(file, pixelMm, depth);
    return written(file, Picture.read(file).labels(image.grid().spacing()));
  }

  private Path written(Path picture, Volume volume) throws IOException {
    Path file = scratch.resolve(ScanFiles.stem(picture) + ".nii.gz");
    Nifti.write(file, volume);
    return file;
  }

  /**
   * Writes {@code <stem>_class-<k>_pred.png} as the test of a training does.
   *
   * @param probabilities a file for each class
   */
  static void write(Path folder, String stem, List<Path> probabilities) {
    try {
      float[][] classes = new float[probabilities.size()][];
      ProbabilityMap first = Nifti.readProbabilities(probabilities.get(0));
      for (int c = 0; c < classes.length; c++) {
        classes[c] = Nifti.readProbabilities(probabilities.get(c)).channel(0);
      }
      ProbabilityMap all = new ProbabilityMap(first.grid(), classes);
      if (PredictionPictures.fits(all)) {
        PredictionPictures.write(folder, stem, all);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The pictures of " + stem + " could not be written", e);
    }
  }
}
