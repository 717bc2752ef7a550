package scanmill.metrics;

/**
 * Missing volume as a part of the reference's; negative where too much is predicted; NaN if the
 * reference is empty.
 */
public record RelativeVolumeDifference() implements Metric {

  @Override
  public String name() {
    return "rvd";
  }

  @Override
  public String column() {
    return "rvd";
  }

  @Override
  public Unit unit() {
    return Unit.ONE;
  }

  @Override
  public Direction direction() {
    return Direction.CLOSER_TO_ZERO_IS_BETTER;
  }

  @Override
  public double score(Comparison comparison) {
    return comparison.overlap().relativeVolumeDifference();
  }
}
