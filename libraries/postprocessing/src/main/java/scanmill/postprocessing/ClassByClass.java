package scanmill.postprocessing;

import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

/** A step that looks at one class at a time and knows nothing of the others. */
interface ClassByClass extends Step {

  /**
   * One class changed.
   *
   * @param values i fastest; read only
   * @param index which class, from 0
   */
  float[] change(float[] values, int index, GridShape shape, Spacing spacing);

  @Override
  default ProbabilityMap apply(ProbabilityMap prediction, UncertaintyMaps maps) {
    float[][] changed = new float[prediction.classes()][];
    for (int c = 0; c < changed.length; c++) {
      changed[c] =
          change(prediction.channel(c), c, prediction.shape(), prediction.grid().spacing());
    }
    return new ProbabilityMap(prediction.grid(), changed);
  }

  /** Where a class has more than so much. */
  static boolean[] above(float[] values, float threshold) {
    boolean[] mask = new boolean[values.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = values[v] > threshold;
    }
    return mask;
  }

  /** Where a class has at least so much. */
  static boolean[] atLeast(float[] values, float threshold) {
    boolean[] mask = new boolean[values.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = values[v] >= threshold;
    }
    return mask;
  }
}
