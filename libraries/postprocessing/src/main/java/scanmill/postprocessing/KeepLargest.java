package scanmill.postprocessing;

import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * Keeps the largest object of every class, its voxels joined by faces, the first of equals. Soft
 * values stay soft; an object is where they are at least 0.001.
 */
public record KeepLargest() implements ClassByClass {
  private static final float SUPPORT = 0.001f;

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    ConnectedComponents objects =
        ConnectedComponents.of(ClassByClass.atLeast(values, SUPPORT), shape, Connectivity.FACES);
    int largest = objects.largest();
    int[] labels = objects.labels();
    float[] kept = new float[values.length];
    for (int v = 0; v < kept.length; v++) {
      kept[v] = largest != 0 && labels[v] == largest ? values[v] : 0;
    }
    return kept;
  }
}
