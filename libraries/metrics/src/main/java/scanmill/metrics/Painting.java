package scanmill.metrics;

import scanmill.volumes.LabelMap;

/**
 * A picture of which objects are found: those of the prediction that find something are {@link
 * #TRUE_POSITIVE}, the others {@link #FALSE_POSITIVE}, and what the prediction leaves uncovered of
 * an object that is not found is {@link #FALSE_NEGATIVE}.
 */
public final class Painting {
  public static final int TRUE_POSITIVE = 1;
  public static final int FALSE_POSITIVE = 2;
  public static final int FALSE_NEGATIVE = 3;

  private Painting() {}

  /**
   * On the grid of the prediction.
   *
   * @param plan when an object counts as found
   */
  public static LabelMap of(Comparison comparison, EvaluationPlan plan) {
    return new LabelMap(comparison.grid(), comparison.objects().painted(plan.detection()));
  }
}
