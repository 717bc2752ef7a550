package scanmill.metrics;

/**
 * How well objects are found and drawn, at once: the mean overlap of pairs that share more than
 * half of their union, times how many objects have such a partner; NaN without objects. Kirillov et
 * al., Panoptic segmentation, CVPR 2019. Objects are values of at least 0.5, their voxels joined by
 * edges.
 */
public record PanopticQuality() implements ObjectMetric {

  @Override
  public String name() {
    return "panoptic_quality";
  }

  @Override
  public String column() {
    return "pq";
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
    return comparison.objects().panopticQuality();
  }
}
