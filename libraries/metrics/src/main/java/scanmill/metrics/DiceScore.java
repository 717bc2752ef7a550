package scanmill.metrics;

/** Twice the common part of both sums; NaN if both are empty. Dice, Ecology 26, 1945. */
public record DiceScore() implements Metric {

  @Override
  public String name() {
    return "dice_score";
  }

  @Override
  public String column() {
    return "dice";
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
    return comparison.overlap().dice();
  }
}
