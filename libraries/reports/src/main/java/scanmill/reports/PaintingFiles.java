package scanmill.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import scanmill.metrics.Comparison;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.Painting;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.Picture;
import scanmill.volumes.PredictionPictures;
import scanmill.volumes.ProbabilityMap;

/**
 * Which objects were found and which were not, as files that ivadomed's users know: {@code
 * <scan>_pred_TP-FP-FN.nii.gz} with the values of {@link Painting}, and of pictures {@code
 * <scan>_class-<k>_pred_TP-FP-FN.png} with 85, 170 and 255.
 */
public final class PaintingFiles {
  private static final float VALUES = 3; // 85, 170 and 255 are thirds of white

  private PaintingFiles() {}

  /**
   * Paints every class.
   *
   * @param folder is made if it is not there
   * @param scan begins the names
   * @param like the file whose header counts; of a picture, pictures are written, too
   * @param reference on the grid of the prediction, its axes may point elsewhere
   * @param plan when an object counts as found
   */
  public static void write(
      Path folder,
      String scan,
      Path like,
      ProbabilityMap prediction,
      ProbabilityMap reference,
      EvaluationPlan plan)
      throws IOException {
    List<LabelMap> painted = new ArrayList<>();
    for (int c = 0; c < prediction.classes(); c++) {
      painted.add(Painting.of(Comparison.of(prediction, reference, c), plan));
    }
    Files.createDirectories(folder);
    boolean picture = Picture.is(like);
    if (picture && PredictionPictures.fits(prediction)) {
      for (int c = 0; c < painted.size(); c++) {
        String name = scan + "_class-" + c + "_pred_TP-FP-FN.png";
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
          PredictionPictures.png(map(painted.subList(c, c + 1), VALUES), 0, out);
        }
      }
    }
    Path file = folder.resolve(scan + "_pred_TP-FP-FN.nii.gz");
    if (painted.size() > 1) {
      Nifti.write(file, map(painted, 1));
    } else if (picture) {
      Nifti.write(file, painted.get(0));
    } else {
      Nifti.write(file, painted.get(0), Nifti.readHeader(like));
    }
  }

  private static ProbabilityMap map(List<LabelMap> painted, float divisor) {
    float[][] channels = new float[painted.size()][];
    for (int c = 0; c < channels.length; c++) {
      int[] values = painted.get(c).data();
      channels[c] = new float[values.length];
      for (int v = 0; v < values.length; v++) {
        channels[c][v] = values[v] / divisor;
      }
    }
    return new ProbabilityMap(painted.get(0).grid(), channels);
  }
}
