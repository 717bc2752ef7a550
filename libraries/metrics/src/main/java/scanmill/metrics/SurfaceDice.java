package scanmill.metrics;

import scanmill.specs.Default;

/**
 * How much of both surfaces lies within a tolerance of the other; NaN if there is no mask of at
 * least 0.5 on either side. Nikolov et al., J. Med. Internet Res. 23, 2021, with surfaces made of
 * voxels.
 *
 * @param toleranceMm at least 0
 */
public record SurfaceDice(@Default("1") double toleranceMm) implements ObjectMetric {

  public SurfaceDice {
    if (!(toleranceMm >= 0) || Double.isInfinite(toleranceMm)) {
      throw new IllegalArgumentException("tolerance_mm is at least 0; found " + toleranceMm);
    }
  }

  @Override
  public String name() {
    return "nsd";
  }

  @Override
  public String column() {
    return "nsd";
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
    return comparison.surfaces().within(toleranceMm);
  }
}
