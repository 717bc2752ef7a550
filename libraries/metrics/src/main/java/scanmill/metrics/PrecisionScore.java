package scanmill.metrics;

/** How much of what is predicted is true; NaN if nothing is predicted. */
public record PrecisionScore() implements Metric {

  @Override
  public String name() {
    return "precision_score";
  }

  @Override
  public String column() {
    return "precision";
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
    return comparison.overlap().precision();
  }
}
