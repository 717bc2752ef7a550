package scanmill.uncertainty;

/** Three measures of the objects of one class, each painted onto the voxels of its object. */
final class ObjectMaps {
  private final float[] average;
  private final float[] variation;
  private final float[] agreement;

  ObjectMaps(int voxels) {
    average = new float[voxels];
    variation = new float[voxels];
    agreement = new float[voxels];
  }

  void paint(int voxel, double ofAverage, double ofVariation, double ofAgreement) {
    average[voxel] = (float) ofAverage;
    variation[voxel] = (float) ofVariation;
    agreement[voxel] = (float) ofAgreement;
  }

  float[] average() {
    return average;
  }

  float[] variation() {
    return variation;
  }

  float[] agreement() {
    return agreement;
  }
}
