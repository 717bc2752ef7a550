package scanmill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import scanmill.problems.BadInputException;
import scanmill.volumes.Grid;
import scanmill.volumes.Limits;
import scanmill.volumes.Nifti;
import scanmill.volumes.Picture;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;
import scanmill.volumes.Volume;

/**
 * Masks, probabilities and label maps as files hold them.
 *
 * @param pixelMm distance of the pixels of pictures
 */
record MaskFiles(double pixelMm) {
  private static final int MOST_LABELS = 256;

  /** NIfTI as it is, classes along the fourth axis; pictures from 0 to 1, as 255 of 255. */
  ProbabilityMap read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw BadInputException.of(
          "file-missing", "Required an image; found none at " + file + ".", "Check the path.");
    }
    if (!Picture.is(file)) {
      return Nifti.readProbabilities(file);
    }
    Picture picture = Picture.read(file, Limits.DEFAULT);
    Volume volume =
        picture.volume(picture.spacing().orElse(new Spacing(pixelMm, pixelMm, pixelMm)));
    float[] shares = new float[volume.data().length];
    for (int v = 0; v < shares.length; v++) {
      shares[v] = volume.data()[v] / picture.white();
    }
    return new ProbabilityMap(volume.grid(), new float[][] {shares});
  }

  /** An image for people to look at. */
  Optional<Volume> image(Path file) throws IOException {
    if (Picture.is(file)) {
      return Optional.of(
          Picture.read(file, Limits.DEFAULT).volume(new Spacing(pixelMm, pixelMm, pixelMm)));
    }
    return Nifti.readHeader(file).channels() == 1
        ? Optional.of(Nifti.readVolume(file))
        : Optional.empty();
  }

  /**
   * One file for each class as one map; what is missing is empty.
   *
   * @throws BadInputException {@code mask-other-grid} if they do not have the same voxels, {@code
   *     mask-not-one-class} if one of several files holds several classes
   */
  ProbabilityMap read(List<Optional<Path>> files) throws IOException {
    if (files.size() == 1 && files.get(0).isPresent()) {
      return read(files.get(0).get());
    }
    List<ProbabilityMap> maps = new ArrayList<>();
    Optional<Grid> grid = Optional.empty();
    for (Optional<Path> file : files) {
      if (file.isPresent()) {
        ProbabilityMap map = read(file.get());
        Grid first = grid.orElse(map.grid());
        map = map.reoriented(first.orientation());
        if (map.classes() != 1) {
          throw BadInputException.of(
              "mask-not-one-class",
              file.get()
                  + ": required one class, as one of several files; found "
                  + map.classes()
                  + ".",
              "Give one file with all classes, or one for each.");
        }
        if (!map.shape().equals(first.shape())) {
          throw BadInputException.of(
              "mask-other-grid",
              file.get()
                  + ": required "
                  + first.shape()
                  + " voxels, as the classes beside it have; found "
                  + map.shape()
                  + ".",
              "Resample the masks onto one grid.");
        }
        grid = Optional.of(first);
        maps.add(map);
      }
    }
    float[][] channels = new float[files.size()][];
    int next = 0;
    for (int c = 0; c < channels.length; c++) {
      channels[c] =
          files.get(c).isPresent()
              ? maps.get(next++).channel(0)
              : new float[grid.orElseThrow().shape().length()];
    }
    return new ProbabilityMap(grid.orElseThrow(), channels);
  }

  /** The whole numbers above 0 that a map of one channel holds; empty if it holds anything else. */
  static Optional<NavigableSet<Integer>> labels(ProbabilityMap map) {
    NavigableSet<Integer> labels = new TreeSet<>();
    int last = 0;
    for (float value : map.channel(0)) {
      if (value != last) {
        last = (int) value;
        if (value != last || last < 0) {
          return Optional.empty();
        }
        if (last > 0) {
          labels.add(last);
          if (labels.size() > MOST_LABELS) {
            return Optional.empty();
          }
        }
      }
    }
    return Optional.of(labels);
  }
}
