package scanmill.metrics;

/** The sum of the prediction's values times the volume of a voxel. */
public record PredictedVolume() implements Metric {

  @Override
  public String name() {
    return "vol_pred";
  }

  @Override
  public String column() {
    return "vol_pred";
  }

  @Override
  public Unit unit() {
    return Unit.MM3;
  }

  @Override
  public Direction direction() {
    return Direction.DESCRIPTIVE;
  }

  @Override
  public double score(Comparison comparison) {
    return comparison.overlap().predicted() * comparison.grid().spacing().voxelMm3();
  }
}
