package scanmill.metrics;

/** The common part of the union; NaN if both are empty. Jaccard, New Phytologist 11, 1912. */
public record IntersectionOverUnion() implements Metric {

  @Override
  public String name() {
    return "intersection_over_union";
  }

  @Override
  public String column() {
    return "iou";
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
    return comparison.overlap().intersectionOverUnion();
  }
}
