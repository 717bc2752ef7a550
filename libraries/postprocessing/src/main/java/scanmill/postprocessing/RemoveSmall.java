package scanmill.postprocessing;

import java.util.List;
import scanmill.problems.BadInputException;
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
    if (thr.isEmpty() || !thr.stream().allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "remove_small needs thr as one number, or one per class; found " + thr);
    }
  }

  @Override
  public ProbabilityMap apply(ProbabilityMap prediction) {
    if (thr.size() != 1 && thr.size() != prediction.classes()) {
      throw BadInputException.of(
          "remove-small-thresholds",
          "The step remove_small needs one thr, or one per class; the prediction has "
              + prediction.classes()
              + " classes, thr is "
              + thr
              + ".",
          "Give one number, or as many as there are classes.");
    }
    return ClassByClass.super.apply(prediction);
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    long least = unit.voxels(thr.get(thr.size() == 1 ? 0 : index), spacing);
    boolean[] mask = new boolean[values.length];
    for (int v = 0; v < mask.length; v++) {
      mask[v] = values[v] > 0;
    }
    ConnectedComponents objects = ConnectedComponents.of(mask, shape, Connectivity.EDGES);
    int[] labels = objects.labels();
    float[] kept = new float[values.length];
    for (int v = 0; v < kept.length; v++) {
      kept[v] = labels[v] != 0 && objects.size(labels[v]) >= least ? values[v] : 0;
    }
    return kept;
  }
}
