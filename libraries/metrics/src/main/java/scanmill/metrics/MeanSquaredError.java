package scanmill.metrics;

import scanmill.specs.Default;

/**
 * The mean over voxels of the squared difference.
 *
 * @param legacy whether the sum is divided by the voxels of one slice only, as in ivadomed
 */
public record MeanSquaredError(@Default("false") boolean legacy) implements Metric {

  @Override
  public String name() {
    return "mse";
  }

  @Override
  public String column() {
    return "mse";
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
    return comparison.squaredError()
        / (legacy ? slice(comparison) : comparison.grid().shape().length());
  }

  private static long slice(Comparison comparison) {
    return (long) comparison.grid().shape().i() * comparison.grid().shape().j();
  }
}
