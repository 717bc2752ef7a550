package scanmill.uncertainty;

import java.util.ArrayList;
import java.util.List;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;

/**
 * What the predictions of one class make of each object.
 *
 * <p>In every prediction an object is represented by the component, voxels joined by edges, that
 * has most of it, the first of equals; by nothing if there is none.
 */
final class ObjectStatistics {
  private final GridShape shape;
  private final Support support;
  private final Regions regions;
  private final List<int[]> sizes = new ArrayList<>();

  ObjectStatistics(GridShape shape, Support support) {
    this.shape = shape;
    this.support = support;
    this.regions = new Regions(shape.length());
  }

  void add(float[] prediction) {
    boolean[] mask = new boolean[prediction.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = support.holds(prediction[v]);
    }
    ConnectedComponents components = ConnectedComponents.of(mask, shape, Connectivity.EDGES);
    regions.divide(components.labels());
    int[] size = new int[components.count() + 1];
    for (int label = 1; label < size.length; label++) {
      size[label] = components.size(label);
    }
    sizes.add(size);
  }

  ObjectMaps maps(float[] mask, float[] entropy) {
    boolean[] hard = new boolean[mask.length];
    for (int v = 0; v < hard.length; v++) {
      hard[v] = mask[v] >= 0.5f;
    }
    ConnectedComponents objects = ConnectedComponents.of(hard, shape, Connectivity.EDGES);
    Representatives representatives = new Representatives(objects, regions, sizes.size());
    int[] labels = objects.labels();
    double[] average = averages(labels, objects.count(), entropy);
    float[] agreement = representatives.agreement();
    float[] variation = new float[objects.count() + 1];
    for (int object = 1; object < variation.length; object++) {
      variation[object] = variation(representatives, object);
    }
    ObjectMaps maps = new ObjectMaps(mask.length);
    for (int v = 0; v < labels.length; v++) {
      int object = labels[v];
      if (object != 0 && objects.size(object) > 1) {
        maps.paint(v, average[object], variation[object], agreement[object]);
      }
    }
    return maps;
  }

  private static double[] averages(int[] labels, int count, float[] entropy) {
    double[] sums = new double[count + 1];
    int[] voxels = new int[count + 1];
    for (int v = 0; v < labels.length; v++) {
      sums[labels[v]] += entropy[v];
      voxels[labels[v]]++;
    }
    for (int object = 0; object <= count; object++) {
      sums[object] /= Math.max(1, voxels[object]);
    }
    return sums;
  }

  /** Where no prediction has the object, as much as there can be: that of one in all. */
  private float variation(Representatives representatives, int object) {
    int count = sizes.size();
    double sum = 0;
    double squares = 0;
    for (int t = 0; t < count; t++) {
      double size = sizes.get(t)[representatives.label(object, t)];
      sum += size;
      squares += size * size;
    }
    if (sum == 0) {
      return (float) Math.sqrt(count - 1);
    }
    double mean = sum / count;
    return (float) (Math.sqrt(Math.max(0, squares / count - mean * mean)) / mean);
  }
}
