package scanmill.training;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adds up how predictions agree with their truth, voxel by voxel and class by class, over as many
 * batches as there are: soft counts, so memory does not grow.
 *
 * <p>These are the global scores (all voxels of all samples together), which say less than the
 * per-scan scores of the evaluation but are there after every epoch.
 */
final class Validation {
  private final double[] overlap;
  private final double[] predicted;
  private final double[] truth;

  Validation(int classes) {
    this.overlap = new double[classes];
    this.predicted = new double[classes];
    this.truth = new double[classes];
  }

  /**
   * @param prediction (N, K, …), last axis fastest; likewise {@code target}
   */
  void add(float[] prediction, float[] target, int samples) {
    int classes = overlap.length;
    int voxels = prediction.length / (samples * classes);
    for (int n = 0; n < samples; n++) {
      for (int c = 0; c < classes; c++) {
        int from = (n * classes + c) * voxels;
        double both = 0;
        double p = 0;
        double t = 0;
        for (int v = from; v < from + voxels; v++) {
          both += (double) prediction[v] * target[v];
          p += prediction[v];
          t += target[v];
        }
        overlap[c] += both;
        predicted[c] += p;
        truth[c] += t;
      }
    }
  }

  /**
   * {@code dice_score} over all classes, and {@code dice_class<k>} for each where there are
   * several; NaN where both are empty.
   */
  Map<String, Double> scores() {
    Map<String, Double> scores = new LinkedHashMap<>();
    double sum = 0;
    for (int c = 0; c < overlap.length; c++) {
      double dice = 2 * overlap[c] / (predicted[c] + truth[c]);
      sum += dice;
      if (overlap.length > 1) {
        scores.put("dice_class" + c, dice);
      }
    }
    scores.put("dice_score", sum / overlap.length);
    return scores;
  }
}
