package scanmill.metrics;

/**
 * A way to compare one class of a prediction with a reference: a record, named in {@link
 * Metrics#CATALOG}. Of equal, non-empty masks it gives the best score there is.
 */
public interface Metric {

  /** As in configurations and events: {@code dice_score}. */
  String name();

  /** As in ivadomed's tables, before {@code _class0}: {@code dice}. */
  String column();

  Unit unit();

  Direction direction();

  /** The score; NaN where it does not exist. */
  double score(Comparison comparison);
}
