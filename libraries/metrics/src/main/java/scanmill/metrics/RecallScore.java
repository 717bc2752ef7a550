package scanmill.metrics;

/** How much of what is true is predicted; NaN if the reference is empty. */
public record RecallScore() implements Metric {

  @Override
  public String name() {
    return "recall_score";
  }

  @Override
  public String column() {
    return "recall";
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
    return comparison.overlap().recall();
  }
}
