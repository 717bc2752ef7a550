package scanmill.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import scanmill.volumes.Spacing;

/**
 * What is measured: ivadomed's {@code evaluation_parameters}.
 *
 * @param objects whether objects are looked at, and distances between surfaces
 * @param overlapThr how much of an object must be covered for it to be found, at least 0; one voxel
 *     in any case
 * @param overlapUnit of {@code overlapThr}
 * @param sizes groups by size, which are scored each by itself too
 * @param likeIvadomed whether the mean squared error is divided as in ivadomed
 */
public record EvaluationPlan(
    boolean objects,
    double overlapThr,
    OverlapUnit overlapUnit,
    Optional<ObjectSizes> sizes,
    boolean likeIvadomed) {
  /** Objects are found by 3 voxels, all sizes together. */
  public static final EvaluationPlan DEFAULT =
      new EvaluationPlan(true, 3, OverlapUnit.VOX, Optional.empty(), false);

  public EvaluationPlan {
    Detection.require(overlapThr, overlapUnit);
  }

  Detection detection() {
    return new Detection(overlapThr, overlapUnit);
  }

  /**
   * The metrics in the order of a table's columns.
   *
   * @param spacing of the scan, in whose voxels sizes are counted
   */
  public List<Metric> metrics(Spacing spacing) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metrics.ALL) {
      if (metric instanceof ObjectRecall) {
        addIfObjects(metrics, new ObjectRecall(overlapThr, overlapUnit));
      } else if (metric instanceof ObjectFalseDiscovery) {
        addIfObjects(metrics, new ObjectFalseDiscovery(overlapThr, overlapUnit));
      } else if (metric instanceof MeanSquaredError) {
        metrics.add(new MeanSquaredError(likeIvadomed));
      } else if (metric instanceof ObjectMetric) {
        addIfObjects(metrics, metric);
      } else {
        metrics.add(metric);
      }
    }
    if (objects && sizes.isPresent()) {
      for (SizeRange range : sizes.get().ranges(spacing)) {
        metrics.add(new ObjectRecallOfSize(overlapThr, overlapUnit, range));
        metrics.add(new ObjectFalseDiscoveryOfSize(overlapThr, overlapUnit, range));
        metrics.add(new ReferenceObjectsOfSize(range));
      }
    }
    return List.copyOf(metrics);
  }

  private void addIfObjects(List<Metric> metrics, Metric metric) {
    if (objects) {
      metrics.add(metric);
    }
  }
}
