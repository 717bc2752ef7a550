package scanmill.metrics;

/**
 * The 95th percentile of the distances from one surface to the other, the larger of both
 * directions; NaN if there is no mask of at least 0.5 on either side. Unlike the largest distance
 * it forgives single voxels.
 */
public record HausdorffDistance95() implements ObjectMetric {

  @Override
  public String name() {
    return "hd95";
  }

  @Override
  public String column() {
    return "hausdorff95";
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
    return comparison.surfaces().percentileMm(95);
  }
}
