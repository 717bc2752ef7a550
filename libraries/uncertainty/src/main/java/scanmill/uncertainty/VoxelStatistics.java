package scanmill.uncertainty;

/**
 * Mean and variance of the predictions of one class, voxel by voxel, and their mean entropy:
 * Welford, Technometrics 4, 1962.
 */
final class VoxelStatistics {
  private static final double EPSILON = 1e-5;

  private final float[] mean;
  private final float[] squares;
  private final float[] entropies;
  private int count;

  VoxelStatistics(int voxels) {
    mean = new float[voxels];
    squares = new float[voxels];
    entropies = new float[voxels];
  }

  void add(float[] prediction) {
    count++;
    for (int v = 0; v < mean.length; v++) {
      float p = prediction[v];
      if (p == 0 && mean[v] == 0) {
        continue;
      }
      double before = p - mean[v];
      double now = mean[v] + before / count;
      squares[v] += (float) (before * (p - now));
      entropies[v] += (float) entropy(p);
      mean[v] = (float) now;
    }
  }

  float[] mean() {
    return mean.clone();
  }

  float[] variance() {
    float[] variance = new float[mean.length];
    for (int v = 0; v < variance.length; v++) {
      variance[v] = Math.max(0, squares[v] / count);
    }
    return variance;
  }

  float[] entropyOfMean() {
    float[] entropy = new float[mean.length];
    for (int v = 0; v < entropy.length; v++) {
      entropy[v] = (float) entropy(mean[v]);
    }
    return entropy;
  }

  float[] mutualInformation() {
    float[] information = new float[mean.length];
    for (int v = 0; v < information.length; v++) {
      information[v] = (float) Math.max(0, entropy(mean[v]) - entropies[v] / count);
    }
    return information;
  }

  /** -(p ln p + (1 - p) ln(1 - p)), logarithms of a little more, at least 0: as in ivadomed. */
  private static double entropy(double p) {
    if (p == 0) {
      return 0;
    }
    double rest = 1 - p;
    return Math.max(0, -(p * Math.log(p + EPSILON) + rest * Math.log(rest + EPSILON)));
  }
}
