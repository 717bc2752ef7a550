package scanmill.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import scanmill.metrics.Evaluation;
import scanmill.metrics.EvaluationPlan;
import scanmill.problems.BadInputException;
import scanmill.reports.DifferencePicture;
import scanmill.reports.EvaluationReport;
import scanmill.reports.OntoGrid;
import scanmill.reports.PaintingFiles;
import scanmill.reports.Reliability;
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
      PaintingFiles.write(
          paintings.get(),
          pair.scan(),
          pair.predictions().get(0),
          sides.prediction(),
          sides.reference(),
          plan);
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
