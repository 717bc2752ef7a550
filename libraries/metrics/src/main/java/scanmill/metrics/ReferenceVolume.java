package scanmill.metrics;

/** The sum of the reference's values times the volume of a voxel. */
public record ReferenceVolume() implements Metric {

  @Override
  public String name() {
    return "vol_gt";
  }

  @Override
  public String column() {
    return "vol_gt";
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
    return comparison.overlap().referred() * comparison.grid().spacing().voxelMm3();
  }
}
