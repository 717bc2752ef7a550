package scanmill.metrics;

/** How much of the background is left alone; NaN if the reference covers everything. */
public record SpecificityScore() implements Metric {

  @Override
  public String name() {
    return "specificity_score";
  }

  @Override
  public String column() {
    return "specificity";
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
    return comparison.overlap().specificity();
  }
}
