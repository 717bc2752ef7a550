package scanmill.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import scanmill.metrics.AccuracyScore;
import scanmill.metrics.DiceScore;
import scanmill.metrics.IntersectionOverUnion;
import scanmill.metrics.Metric;
import scanmill.metrics.Overlap;
import scanmill.metrics.PrecisionScore;
import scanmill.metrics.RecallScore;
import scanmill.metrics.SpecificityScore;

/**
 * Adds up how predictions agree with their truth, voxel by voxel and class by class, over as many
 * batches as there are: soft counts, so memory does not grow.
 *
 * <p>These are the global scores (all voxels of all samples together), which say less than the
 * per-scan scores of the evaluation but are there after every epoch.
 */
final class Validation implements ValidationScores {
  private static final List<Measured> MEASURED =
      List.of(
          new Measured(new DiceScore(), Overlap::dice),
          new Measured(new PrecisionScore(), Overlap::precision),
          new Measured(new RecallScore(), Overlap::recall),
          new Measured(new SpecificityScore(), Overlap::specificity),
          new Measured(new IntersectionOverUnion(), Overlap::intersectionOverUnion),
          new Measured(new AccuracyScore(), Overlap::accuracy));

  private record Measured(Metric metric, ToDoubleFunction<Overlap> of) {}

  private final Overlap[] classes;

  Validation(int classes) {
    this.classes = new Overlap[classes];
    Arrays.fill(this.classes, Overlap.NONE);
  }

  @Override
  public void add(float[] prediction, float[] target, int samples) {
    int voxels = prediction.length / (samples * classes.length);
    for (int n = 0; n < samples; n++) {
      for (int c = 0; c < classes.length; c++) {
        int from = (n * classes.length + c) * voxels;
        classes[c] = classes[c].plus(Overlap.of(prediction, from, target, from, voxels));
      }
    }
  }

  /**
   * Means over the classes, those left out for which a score does not exist: {@code dice_score} and
   * the others; and {@code dice_class<k>} and so on for each class where there are several.
   */
  @Override
  public Map<String, Double> scores() {
    Map<String, Double> means = new LinkedHashMap<>();
    Map<String, Double> each = new LinkedHashMap<>();
    for (Measured measured : MEASURED) {
      double[] values = Arrays.stream(classes).mapToDouble(measured.of()).toArray();
      means.put(
          measured.metric().name(),
          Arrays.stream(values).filter(v -> !Double.isNaN(v)).average().orElse(Double.NaN));
      for (int c = 0; c < classes.length && classes.length > 1; c++) {
        each.put(measured.metric().column() + "_class" + c, values[c]);
      }
    }
    means.putAll(each);
    return means;
  }
}
