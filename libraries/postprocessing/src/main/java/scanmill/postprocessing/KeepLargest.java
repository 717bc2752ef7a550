package scanmill.postprocessing;

import java.util.Comparator;
import java.util.stream.IntStream;
import scanmill.specs.Default;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * Keeps the largest objects of every class, their voxels joined by faces, the first of equals. Soft
 * values stay soft; an object is where they are at least 0.001.
 *
 * @param n how many objects of a class are kept, at least 1
 */
public record KeepLargest(@Default("1") int n) implements ClassByClass {
  private static final float SUPPORT = 0.001f;

  public KeepLargest {
    if (n < 1) {
      throw new IllegalArgumentException("keep_largest keeps at least n = 1 object; found " + n);
    }
  }

  /** Keeps one object of every class. */
  public KeepLargest() {
    this(1);
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    ConnectedComponents objects =
        ConnectedComponents.of(ClassByClass.atLeast(values, SUPPORT), shape, Connectivity.FACES);
    boolean[] largest = largest(objects);
    int[] labels = objects.labels();
    float[] kept = new float[values.length];
    for (int v = 0; v < kept.length; v++) {
      kept[v] = largest[labels[v]] ? values[v] : 0;
    }
    return kept;
  }

  private boolean[] largest(ConnectedComponents objects) {
    boolean[] largest = new boolean[objects.count() + 1];
    IntStream.rangeClosed(1, objects.count())
        .boxed()
        .sorted(Comparator.comparing(label -> -objects.size(label)))
        .limit(n)
        .forEach(label -> largest[label] = true);
    return largest;
  }
}
