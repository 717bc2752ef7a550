package scanmill.metrics;

import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * Predicted objects that find nothing, as a part of these and of the reference's objects that are
 * found; NaN if there is neither. Objects are values of at least 0.5, their voxels joined by edges.
 *
 * @param thr how much of an object of the reference must be covered for it to be found, at least 0;
 *     rounded to voxels, at least one
 * @param thrUnit of {@code thr}; in JSON {@code unit}
 */
public record ObjectFalseDiscovery(
    @Default("3") double thr, @Key("unit") @Default("vox") OverlapUnit thrUnit)
    implements ObjectMetric {

  public ObjectFalseDiscovery {
    Detection.require(thr, thrUnit);
  }

  @Override
  public String name() {
    return "lfdr";
  }

  @Override
  public String column() {
    return "lfdr";
  }

  @Override
  public Unit unit() {
    return Unit.ONE;
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public double score(Comparison comparison) {
    ObjectOverlaps objects = comparison.objects();
    Detection detection = new Detection(thr, thrUnit);
    int spurious = objects.spurious(detection, SizeRange.ALL);
    int all = spurious + objects.found(detection, SizeRange.ALL);
    return all == 0 ? Double.NaN : spurious / (double) all;
  }
}
