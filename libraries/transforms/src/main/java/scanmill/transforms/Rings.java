package scanmill.transforms;

import java.util.Arrays;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.GridShape;

/**
 * Objects, each with rings about it that grow fainter. A ring is made of the voxels that are the
 * same number of steps across faces away. Time: a few passes over the box about each object and its
 * rings.
 */
final class Rings {
  private final int[] labels;
  private final GridShape shape;
  private final int[][] first; // per object and axis
  private final int[][] last;
  private final float[] values;

  Rings(ConnectedComponents objects, GridShape shape) {
    this.labels = objects.labels();
    this.shape = shape;
    this.values = new float[labels.length];
    this.first = new int[objects.count() + 1][3];
    this.last = new int[objects.count() + 1][3];
    for (int[] f : first) {
      Arrays.fill(f, Integer.MAX_VALUE);
    }
    int v = 0;
    for (int k = 0; k < shape.k(); k++) {
      for (int j = 0; j < shape.j(); j++) {
        for (int i = 0; i < shape.i(); i++, v++) {
          if (labels[v] > 0) {
            extend(labels[v], i, j, k);
          }
        }
      }
    }
  }

  private void extend(int object, int i, int j, int k) {
    int[] f = first[object];
    int[] l = last[object];
    f[0] = Math.min(f[0], i);
    f[1] = Math.min(f[1], j);
    f[2] = Math.min(f[2], k);
    l[0] = Math.max(l[0], i);
    l[1] = Math.max(l[1], j);
    l[2] = Math.max(l[2], k);
  }

  /** Adds an object and so many rings. */
  void add(int object, int rings) {
    int[] from = new int[3];
    int[] span = new int[3];
    for (int a = 0; a < 3; a++) {
      // In 64 bits: a factor may be as large as it likes.
      from[a] = (int) Math.max(0L, (long) first[object][a] - rings);
      span[a] = (int) Math.min(shape.axis(a) - 1L, (long) last[object][a] + rings) - from[a] + 1;
    }
    GridShape box = new GridShape(span[0], span[1], span[2]);
    int[] steps = steps(object, from, box);
    int b = 0;
    for (int k = 0; k < box.k(); k++) {
      for (int j = 0; j < box.j(); j++) {
        int v = shape.index(from[0], from[1] + j, from[2] + k);
        for (int i = 0; i < box.i(); i++, v++, b++) {
          if (steps[b] <= rings) {
            float value = (float) ((rings - steps[b] + 1L) / (rings + 1.0));
            values[v] = Math.min(1, values[v] + value);
          }
        }
      }
    }
  }

  /** How many steps across faces each voxel of a box is away from an object. */
  private int[] steps(int object, int[] from, GridShape box) {
    int[] steps = new int[box.length()];
    int b = 0;
    for (int k = 0; k < box.k(); k++) {
      for (int j = 0; j < box.j(); j++) {
        int v = shape.index(from[0], from[1] + j, from[2] + k);
        for (int i = 0; i < box.i(); i++, v++, b++) {
          steps[b] = labels[v] == object ? 0 : Integer.MAX_VALUE / 2;
        }
      }
    }
    int stride = 1;
    for (int axis = 0; axis < 3; axis++) {
      int n = box.axis(axis);
      for (int block = 0; block < steps.length; block += n * stride) {
        for (int at = block + stride; at < block + n * stride; at++) {
          steps[at] = Math.min(steps[at], steps[at - stride] + 1);
        }
        for (int at = block + (n - 1) * stride - 1; at >= block; at--) {
          steps[at] = Math.min(steps[at], steps[at + stride] + 1);
        }
      }
      stride *= n;
    }
    return steps;
  }

  /** What was added so far; 0 elsewhere. */
  float[] values() {
    return values;
  }
}
