package scanmill.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.metrics.Comparison;
import scanmill.metrics.Evaluation;
import scanmill.metrics.EvaluationPlan;
import scanmill.metrics.Painting;
import scanmill.problems.BadInputException;
import scanmill.reports.DifferencePicture;
import scanmill.reports.EvaluationReport;
import scanmill.reports.OntoGrid;
import scanmill.reports.Reliability;
import scanmill.volumes.LabelMap;
import scanmill.volumes.Nifti;
import scanmill.volumes.Picture;
import scanmill.volumes.PredictionPictures;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Volume;

/**
 * Compares predictions with their references, one scan in memory at a time.
 *
 * @param resample references on other grids are brought onto the prediction's
 * @param paintings where pictures of found and missed objects go, if they are wanted
 */
record ScanComparison(
    MaskFiles files,
    ClassLayout layout,
    EvaluationPlan plan,
    boolean resample,
    Optional<Path> paintings) {
  private static final float UNSURE = 0.01f;
  private static final float STEP = 3; // of TP, FP and FN, which pictures show as 85, 170 and 255

  /** Both sides of a scan on the grid of the prediction. */
  private record Sides(ProbabilityMap prediction, ProbabilityMap reference) {}

  private Sides read(ScanPair pair) throws IOException {
    ProbabilityMap prediction =
        layout.apply(files.read(pair.predictions().stream().map(Optional::of).toList()));
    ProbabilityMap reference = layout.apply(files.read(pair.references()));
    return new Sides(
        prediction, resample ? OntoGrid.nearest(reference, prediction.grid()) : reference);
  }

  /** Compares one scan, writes its paintings and adds what it says to {@code reliability}. */
  Evaluation compare(ScanPair pair, Reliability reliability) throws IOException {
    Sides sides = read(pair);
    Evaluation evaluation = evaluated(pair, sides);
    if (paintings.isPresent() && plan.objects()) {
      paint(pair, sides, paintings.get());
    }
    addTo(reliability, pair, sides);
    return evaluation;
  }

  private Evaluation evaluated(ScanPair pair, Sides sides) {
    try {
      return Evaluation.of(pair.imageId(), sides.prediction(), sides.reference(), plan);
    } catch (BadInputException e) {
      if (!e.problem().code().equals("reference-other-grid")) {
        throw e;
      }
      throw BadInputException.of(
          e.problem().code(),
          e.problem().what(),
          "Resample the reference yourself, or let --resample take the nearest voxels of it.");
    }
  }

  private void paint(ScanPair pair, Sides sides, Path folder) throws IOException {
    Path first = pair.predictions().get(0);
    boolean picture = Picture.is(first);
    List<LabelMap> painted = new ArrayList<>();
    for (int c = 0; c < sides.prediction().classes(); c++) {
      painted.add(Painting.of(Comparison.of(sides.prediction(), sides.reference(), c), plan));
    }
    Files.createDirectories(folder);
    if (picture && PredictionPictures.fits(sides.prediction())) {
      for (int c = 0; c < painted.size(); c++) {
        String name = pair.scan() + "_class-" + c + "_pred_TP-FP-FN.png";
        try (OutputStream out = Files.newOutputStream(folder.resolve(name))) {
          PredictionPictures.png(shares(painted.get(c)), 0, out);
        }
      }
    }
    Path file = folder.resolve(pair.scan() + "_pred_TP-FP-FN.nii.gz");
    if (painted.size() > 1) {
      Nifti.write(file, channels(painted));
    } else if (picture) {
      Nifti.write(file, painted.get(0));
    } else {
      Nifti.write(file, painted.get(0), Nifti.readHeader(first));
    }
  }

  private static ProbabilityMap channels(List<LabelMap> painted) {
    float[][] channels = new float[painted.size()][];
    for (int c = 0; c < channels.length; c++) {
      channels[c] = floats(painted.get(c), 1);
    }
    return new ProbabilityMap(painted.get(0).grid(), channels);
  }

  private static ProbabilityMap shares(LabelMap painted) {
    return new ProbabilityMap(painted.grid(), new float[][] {floats(painted, STEP)});
  }

  private static float[] floats(LabelMap painted, float divisor) {
    float[] values = new float[painted.data().length];
    for (int v = 0; v < values.length; v++) {
      values[v] = painted.data()[v] / divisor;
    }
    return values;
  }

  private void addTo(Reliability reliability, ScanPair pair, Sides sides) throws IOException {
    ProbabilityMap reference =
        sides.reference().reoriented(sides.prediction().grid().orientation());
    Optional<ProbabilityMap> entropy = Optional.empty();
    if (pair.entropy().isPresent()) {
      entropy =
          Optional.of(files.read(pair.entropy().get()))
              .filter(map -> map.shape().equals(sides.prediction().shape()));
    }
    for (int c = 0; c < sides.prediction().classes(); c++) {
      float[] predicted = sides.prediction().channel(c);
      if (isSoft(predicted)) {
        reliability.add(c, predicted, reference.channel(c));
      }
      if (entropy.isPresent()) {
        float[] unsure = entropy.get().channel(entropy.get().classes() == 1 ? 0 : c);
        reliability.addEntropy(unsure, predicted, reference.channel(c));
      }
    }
  }

  private static boolean isSoft(float[] values) {
    for (float value : values) {
      if (value > UNSURE && value < 1 - UNSURE) {
        return true;
      }
    }
    return false;
  }

  /** A picture for {@link EvaluationReport}. */
  Optional<byte[]> picture(ScanPair pair) throws IOException {
    Sides sides = read(pair);
    Optional<Volume> image =
        pair.image().isPresent() ? files.image(pair.image().get()) : Optional.empty();
    return Optional.of(DifferencePicture.png(image, sides.prediction(), sides.reference()));
  }
}
