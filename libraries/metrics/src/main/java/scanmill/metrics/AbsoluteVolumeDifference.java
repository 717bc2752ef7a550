package scanmill.metrics;

/** Wrong volume, either way, as a part of the reference's; NaN if the reference is empty. */
public record AbsoluteVolumeDifference() implements Metric {

  @Override
  public String name() {
    return "avd";
  }

  @Override
  public String column() {
    return "avd";
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
    return Math.abs(comparison.overlap().relativeVolumeDifference());
  }
}
