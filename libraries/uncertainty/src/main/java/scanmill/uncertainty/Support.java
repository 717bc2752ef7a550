package scanmill.uncertainty;

/** Where a prediction says that there is an object. */
public enum Support {
  /** Where it is at least 0.5. */
  HALF,
  /** Where it is above 0, however little: as in ivadomed. */
  ANY;

  boolean holds(float value) {
    return this == HALF ? value >= 0.5f : value > 0;
  }
}
