package scanmill.postprocessing;

import scanmill.specs.Default;
import scanmill.volumes.GridShape;
import scanmill.volumes.Spacing;

/**
 * Keeps values above a threshold and sets all others to 0.
 *
 * @param thr at most 1; below 0 switches the step off
 */
public record RemoveNoise(@Default("-1") double thr) implements ClassByClass {

  public RemoveNoise {
    Thresholds.require("remove_noise", thr);
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    if (thr < 0) {
      return values;
    }
    float[] kept = new float[values.length];
    for (int v = 0; v < kept.length; v++) {
      kept[v] = values[v] > (float) thr ? values[v] : 0;
    }
    return kept;
  }
}
