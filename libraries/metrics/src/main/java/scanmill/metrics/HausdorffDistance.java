package scanmill.metrics;

/**
 * The largest distance from a point of either surface to the other surface; NaN if there is no mask
 * of at least 0.5 on either side.
 */
public record HausdorffDistance() implements ObjectMetric {

  @Override
  public String name() {
    return "hausdorff";
  }

  @Override
  public String column() {
    return "hausdorff";
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
    return comparison.surfaces().hausdorffMm();
  }
}
