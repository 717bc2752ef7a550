package scanmill.uncertainty;

import java.util.HashSet;
import java.util.Set;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;

/** The measures of objects word by word, with sets of voxels. */
final class Definition {
  private final float[] agreement;
  private final float[] variation;

  Definition(GridShape shape, float[][] predictions, float[] mask) {
    agreement = new float[mask.length];
    variation = new float[mask.length];
    ConnectedComponents objects = components(shape, mask);
    for (int object = 1; object <= objects.count(); object++) {
      Set<Integer> voxels = voxels(objects, object);
      if (voxels.size() > 1) {
        measure(shape, predictions, voxels);
      }
    }
  }

  private void measure(GridShape shape, float[][] predictions, Set<Integer> object) {
    Set<Integer> any = new HashSet<>();
    Set<Integer> all = new HashSet<>();
    double sum = 0;
    double squares = 0;
    for (int t = 0; t < predictions.length; t++) {
      ConnectedComponents components = components(shape, predictions[t]);
      Set<Integer> most = Set.of();
      int shared = 0;
      for (int label = 1; label <= components.count(); label++) {
        Set<Integer> component = voxels(components, label);
        int common = (int) component.stream().filter(object::contains).count();
        if (common > shared) {
          shared = common;
          most = component;
        }
      }
      any.addAll(most);
      if (t == 0) {
        all.addAll(most);
      } else {
        all.retainAll(most);
      }
      sum += most.size();
      squares += most.size() * most.size();
    }
    double mean = sum / predictions.length;
    for (int v : object) {
      agreement[v] = any.isEmpty() ? 0 : all.size() / (float) any.size();
      variation[v] =
          sum == 0
              ? (float) Math.sqrt(predictions.length - 1)
              : (float) (Math.sqrt(squares / predictions.length - mean * mean) / mean);
    }
  }

  private static ConnectedComponents components(GridShape shape, float[] values) {
    boolean[] mask = new boolean[values.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = values[v] > 0;
    }
    return ConnectedComponents.of(mask, shape, Connectivity.EDGES);
  }

  private static Set<Integer> voxels(ConnectedComponents components, int label) {
    Set<Integer> voxels = new HashSet<>();
    int[] labels = components.labels();
    for (int v = 0; v < labels.length; v++) {
      if (labels[v] == label) {
        voxels.add(v);
      }
    }
    return voxels;
  }

  float[] agreement() {
    return agreement;
  }

  float[] variation() {
    return variation;
  }
}
