package scanmill.metrics;

import scanmill.specs.Default;
import scanmill.specs.Key;

/**
 * How many objects of the reference are found, as a part of all; NaN if it has none. Objects are
 * values of at least 0.5, their voxels joined by edges.
 *
 * @param thr how much of an object of the reference must be covered for it to be found, at least 0;
 *     rounded to voxels, at least one
 * @param thrUnit of {@code thr}; in JSON {@code unit}
 */
public record ObjectRecall(
    @Default("3") double thr, @Key("unit") @Default("vox") OverlapUnit thrUnit)
    implements ObjectMetric {

  public ObjectRecall {
    Detection.require(thr, thrUnit);
  }

  @Override
  public String name() {
    return "ltpr";
  }

  @Override
  public String column() {
    return "ltpr";
  }

  @Override
  public Unit unit() {
    return Unit.ONE;
  }

  @Override
  public Direction direction() {
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public double score(Comparison comparison) {
    ObjectOverlaps objects = comparison.objects();
    Detection detection = new Detection(thr, thrUnit);
    return objects.referred() == 0
        ? Double.NaN
        : objects.found(detection, SizeRange.ALL) / (double) objects.referred();
  }
}
