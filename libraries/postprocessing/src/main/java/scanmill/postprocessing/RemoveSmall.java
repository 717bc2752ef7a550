package scanmill.postprocessing;

import java.util.List;
import scanmill.specs.OneOrMany;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

/**
 * Removes the objects of every class that are smaller than a threshold. An object is where values
 * are above 0, its voxels joined by edges.
 *
 * @param unit of {@code thr}
 * @param thr smallest size that is kept: one number for all classes, or one per class
 */
public record RemoveSmall(SizeUnit unit, @OneOrMany List<Double> thr) implements ClassByClass {

  public RemoveSmall {
    thr = List.copyOf(thr);
    Thresholds.requireSizes("remove_small", thr);
  }

  @Override
  public ProbabilityMap apply(ProbabilityMap prediction, UncertaintyMaps maps) {
    Thresholds.requireFit("remove_small", thr, prediction.classes());
    return ClassByClass.super.apply(prediction, maps);
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    long least = unit.voxels(thr.get(thr.size() == 1 ? 0 : index), spacing);
    ConnectedComponents objects =
        ConnectedComponents.of(ClassByClass.above(values, 0), shape, Connectivity.EDGES);
    int[] labels = objects.labels();
    float[] kept = new float[values.length];
    for (int v = 0; v < kept.length; v++) {
      kept[v] = labels[v] != 0 && objects.size(labels[v]) >= least ? values[v] : 0;
    }
    return kept;
  }
}
