package scanmill.postprocessing;

import scanmill.volumes.ProbabilityMap;

/**
 * Each voxel becomes 1 in the class that has most of it, and 0 in the others. The background takes
 * part with what the classes leave of 1. Of equals the background wins, then the first class.
 */
public record BinarizeMaxpooling() implements Step {

  @Override
  public ProbabilityMap apply(ProbabilityMap prediction, UncertaintyMaps maps) {
    int classes = prediction.classes();
    int voxels = prediction.channel(0).length;
    float[][] hard = new float[classes][voxels];
    for (int v = 0; v < voxels; v++) {
      float sum = 0;
      for (int c = 0; c < classes; c++) {
        sum += prediction.channel(c)[v];
      }
      float most = 1 - sum;
      int winner = -1;
      for (int c = 0; c < classes; c++) {
        if (prediction.channel(c)[v] > most) {
          most = prediction.channel(c)[v];
          winner = c;
        }
      }
      if (winner >= 0) {
        hard[winner][v] = 1;
      }
    }
    return new ProbabilityMap(prediction.grid(), hard);
  }
}
