package scanmill.configuration;

/** When a transform is applied. */
public enum Phase {
  TRAINING,
  VALIDATION,
  TESTING
}
