package scanmill.training;

import scanmill.volumes.ProbabilityMap;

/** What several raters say together. */
final class Raters {
  private Raters() {}

  /**
   * Their mean.
   *
   * @param truth all classes of the first rater, then of the next
   * @param soft keep it as it is; otherwise at least a half counts as 1
   * @return one channel per class
   */
  static ProbabilityMap agreed(ProbabilityMap truth, int raters, boolean soft) {
    if (raters == 1) {
      return truth;
    }
    int classes = truth.classes() / raters;
    float[][] mean = new float[classes][];
    for (int c = 0; c < classes; c++) {
      mean[c] = new float[truth.channel(c).length];
      for (int r = 0; r < raters; r++) {
        float[] drawn = truth.channel(r * classes + c);
        for (int v = 0; v < drawn.length; v++) {
          mean[c][v] += drawn[v];
        }
      }
      for (int v = 0; v < mean[c].length; v++) {
        float value = mean[c][v] / raters;
        mean[c][v] = soft ? value : value >= 0.5f ? 1 : 0;
      }
    }
    return new ProbabilityMap(truth.grid(), mean);
  }
}
