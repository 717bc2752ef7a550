package scanmill.metrics;

/** How many objects are predicted: values of at least 0.5, voxels joined by edges. */
public record PredictedObjects() implements ObjectMetric {

  @Override
  public String name() {
    return "n_pred";
  }

  @Override
  public String column() {
    return "n_pred";
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
    return comparison.objects().predicted();
  }
}
