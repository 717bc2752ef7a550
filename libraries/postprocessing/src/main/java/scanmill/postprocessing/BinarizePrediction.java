package scanmill.postprocessing;

import java.util.List;
import scanmill.specs.OneOrMany;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

/**
 * Values of at least a threshold become 1, all others 0.
 *
 * @param thr at most 1; below 0 keeps values soft. One number for all classes, or one per class
 */
public record BinarizePrediction(@OneOrMany List<Double> thr) implements ClassByClass {

  public BinarizePrediction {
    thr = List.copyOf(thr);
    Thresholds.requireSizes("binarize_prediction", thr);
    thr.forEach(each -> Thresholds.require("binarize_prediction", each));
  }

  /** One threshold for all classes. */
  public BinarizePrediction(double thr) {
    this(List.of(thr));
  }

  @Override
  public ProbabilityMap apply(ProbabilityMap prediction, UncertaintyMaps maps) {
    Thresholds.requireFit("binarize_prediction", thr, prediction.classes());
    return ClassByClass.super.apply(prediction, maps);
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    double threshold = thr.get(thr.size() == 1 ? 0 : index);
    if (threshold < 0) {
      return values;
    }
    float[] hard = new float[values.length];
    for (int v = 0; v < hard.length; v++) {
      hard[v] = values[v] >= (float) threshold ? 1 : 0;
    }
    return hard;
  }
}
