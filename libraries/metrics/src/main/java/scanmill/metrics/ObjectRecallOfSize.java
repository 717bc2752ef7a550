package scanmill.metrics;

/** {@link ObjectRecall} of the objects of a size; NaN if there are none. */
record ObjectRecallOfSize(double thr, OverlapUnit thrUnit, SizeRange range)
    implements ObjectMetric {

  @Override
  public String name() {
    return "ltpr_" + range.name();
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
    return Direction.HIGHER_IS_BETTER;
  }

  @Override
  public double score(Comparison comparison) {
    ObjectOverlaps objects = comparison.objects();
    Detection detection = new Detection(thr, thrUnit);
    int all = objects.referred(range);
    return all == 0 ? Double.NaN : objects.found(detection, range) / (double) all;
  }
}
