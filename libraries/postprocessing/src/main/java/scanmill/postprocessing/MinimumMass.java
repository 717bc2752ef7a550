package scanmill.postprocessing;

import java.util.List;
import scanmill.specs.OneOrMany;
import scanmill.volumes.ConnectedComponents;
import scanmill.volumes.Connectivity;
import scanmill.volumes.GridShape;
import scanmill.volumes.ProbabilityMap;
import scanmill.volumes.Spacing;

/**
 * Removes the objects of every class whose probabilities add up to less than a threshold: a large
 * faint object goes, a small sure one stays. An object is where values are above 0, its voxels
 * joined by edges.
 *
 * @param unit of {@code thr}: voxels, or cubic millimetres, of probability 1
 * @param thr smallest sum that is kept: one number for all classes, or one per class
 */
public record MinimumMass(SizeUnit unit, @OneOrMany List<Double> thr) implements ClassByClass {

  public MinimumMass {
    thr = List.copyOf(thr);
    Thresholds.requireSizes("minimum_mass", thr);
  }

  @Override
  public ProbabilityMap apply(ProbabilityMap prediction, UncertaintyMaps maps) {
    Thresholds.requireFit("minimum_mass", thr, prediction.classes());
    return ClassByClass.super.apply(prediction, maps);
  }

  @Override
  public float[] change(float[] values, int index, GridShape shape, Spacing spacing) {
    double least = thr.get(thr.size() == 1 ? 0 : index);
    double voxel = unit == SizeUnit.VOX ? 1 : spacing.voxelMm3();
    ConnectedComponents objects =
        ConnectedComponents.of(ClassByClass.above(values, 0), shape, Connectivity.EDGES);
    int[] labels = objects.labels();
    double[] mass = new double[objects.count() + 1];
    for (int v = 0; v < labels.length; v++) {
      mass[labels[v]] += values[v] * voxel;
    }
    float[] kept = new float[values.length];
    for (int v = 0; v < kept.length; v++) {
      kept[v] = labels[v] != 0 && mass[labels[v]] >= least ? values[v] : 0;
    }
    return kept;
  }
}
