package scanmill.metrics;

/** Which score of two is the better one. */
public enum Direction {
  HIGHER_IS_BETTER,
  LOWER_IS_BETTER,
  /** 0 is best; the sign says which way the prediction errs. */
  CLOSER_TO_ZERO_IS_BETTER,
  /** A fact about one of the two, neither good nor bad. */
  DESCRIPTIVE
}
