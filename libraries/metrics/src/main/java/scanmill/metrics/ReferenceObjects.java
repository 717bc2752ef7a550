package scanmill.metrics;

/** How many objects the reference has: values of at least 0.5, voxels joined by edges. */
public record ReferenceObjects() implements ObjectMetric {

  @Override
  public String name() {
    return "n_gt";
  }

  @Override
  public String column() {
    return "n_gt";
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
    return comparison.objects().referred();
  }
}
