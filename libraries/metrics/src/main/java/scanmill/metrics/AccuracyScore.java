package scanmill.metrics;

/** How many voxels are told rightly, background among them. */
public record AccuracyScore() implements Metric {

  @Override
  public String name() {
    return "accuracy_score";
  }

  @Override
  public String column() {
    return "accuracy";
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
    return comparison.overlap().accuracy();
  }
}
