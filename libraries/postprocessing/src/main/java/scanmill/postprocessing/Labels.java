package scanmill.postprocessing;

import scanmill.volumes.LabelMap;
import scanmill.volumes.ProbabilityMap;

/**
 * From soft classes to one label per voxel, and back. Class 0 is label 1; label 0 is background.
 */
public final class Labels {
  private static final float HARD = 0.5f;

  private Labels() {}

  /**
   * Each voxel's most probable class among those of at least 0.5; background if there is none. Of
   * equals the first class wins.
   */
  public static LabelMap of(ProbabilityMap prediction) {
    int[] labels = new int[prediction.channel(0).length];
    float[] most = new float[labels.length];
    for (int c = 0; c < prediction.classes(); c++) {
      float[] values = prediction.channel(c);
      for (int v = 0; v < labels.length; v++) {
        if (values[v] >= HARD && values[v] > most[v]) {
          most[v] = values[v];
          labels[v] = c + 1;
        }
      }
    }
    return new LabelMap(prediction.grid(), labels);
  }

  /**
   * One channel per label: 1 where it is, 0 elsewhere.
   *
   * @param classes labels 1 to so many; others become background
   */
  public static ProbabilityMap toProbabilities(LabelMap labels, int classes) {
    int[] data = labels.data();
    float[][] channels = new float[classes][data.length];
    for (int v = 0; v < data.length; v++) {
      if (data[v] >= 1 && data[v] <= classes) {
        channels[data[v] - 1][v] = 1;
      }
    }
    return new ProbabilityMap(labels.grid(), channels);
  }
}
