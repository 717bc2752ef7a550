package scanmill.metrics;

/**
 * A value with unit and direction, of one class.
 *
 * @param index which class, from 0
 * @param value in {@code metric.unit()}; NaN where it does not exist
 */
public record Score(int index, Metric metric, double value) {

  /** As in ivadomed's tables: {@code dice_class0}. */
  public String column() {
    return metric.column() + "_class" + index;
  }
}
