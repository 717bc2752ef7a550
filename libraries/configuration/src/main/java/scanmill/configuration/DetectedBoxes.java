package scanmill.configuration;

/** Which of the objects that one model finds are looked at by the next. */
public enum DetectedBoxes {
  /** The largest one, as in ivadomed. */
  LARGEST,
  /** Each in its own box. */
  ALL
}
