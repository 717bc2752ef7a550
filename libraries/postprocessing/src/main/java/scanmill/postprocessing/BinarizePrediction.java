package scanmill.postprocessing;

import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * Values of at least a threshold become 1, all others 0.
 *
 * @param thr at most 1; below 0 keeps values soft
 */
public record BinarizePrediction(double thr) implements ClassByClass {

  public BinarizePrediction {
    Thresholds.require("binarize_prediction", thr);
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    if (thr < 0) {
      return values;
    }
    float[] hard = new float[values.length];
    for (int v = 0; v < hard.length; v++) {
      hard[v] = values[v] >= (float) thr ? 1 : 0;
    }
    return hard;
  }
}
