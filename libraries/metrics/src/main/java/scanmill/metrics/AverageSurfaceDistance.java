package scanmill.metrics;

/**
 * The mean distance from the points of either surface to the other surface, those of both taken
 * together; NaN if there is no mask of at least 0.5 on either side.
 */
public record AverageSurfaceDistance() implements ObjectMetric {

  @Override
  public String name() {
    return "assd";
  }

  @Override
  public String column() {
    return "assd";
  }

  @Override
  public Unit unit() {
    return Unit.MM;
  }

  @Override
  public Direction direction() {
    return Direction.LOWER_IS_BETTER;
  }

  @Override
  public double score(Comparison comparison) {
    return comparison.surfaces().meanMm();
  }
}
