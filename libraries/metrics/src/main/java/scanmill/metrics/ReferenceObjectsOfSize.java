package scanmill.metrics;

/** How many objects of a size the reference has. */
record ReferenceObjectsOfSize(SizeRange range) implements ObjectMetric {

  @Override
  public String name() {
    return "n_" + range.name();
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
    return Direction.DESCRIPTIVE;
  }

  @Override
  public double score(Comparison comparison) {
    return comparison.objects().referred(range);
  }
}
