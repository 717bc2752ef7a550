package scanmill.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.metrics.Overlap;

/**
 * Adds up how predictions agree with their truth, voxel by voxel and class by class, over as many
 * batches as there are: soft counts, so memory does not grow.
 *
 * <p>These are the global scores (all voxels of all samples together), which say less than the
 * per-scan scores of the evaluation but are there after every epoch.
 */
final class Validation implements ValidationScores {
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
   * {@code dice_score} over all classes, and {@code dice_class<k>} for each where there are
   * several; NaN where both are empty.
   */
  @Override
  public Map<String, Double> scores() {
    Map<String, Double> scores = new LinkedHashMap<>();
    double sum = 0;
    for (int c = 0; c < classes.length; c++) {
      double dice = classes[c].dice();
      sum += dice;
      if (classes.length > 1) {
        scores.put("dice_class" + c, dice);
      }
    }
    scores.put("dice_score", sum / classes.length);
    return scores;
  }
}
