package scanmill.metrics;

/**
 * {@link ObjectFalseDiscovery} of the objects of a size: predicted ones by their own size, found
 * ones by that of the reference; NaN if there are none.
 */
record ObjectFalseDiscoveryOfSize(double thr, OverlapUnit thrUnit, SizeRange range)
    implements ObjectMetric {

  @Override
  public String name() {
    return "lfdr_" + range.name();
  }

  @Override
  public String column() {
    return name();
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
    int spurious = objects.spurious(detection, range);
    int all = spurious + objects.found(detection, range);
    return all == 0 ? Double.NaN : spurious / (double) all;
  }
}
