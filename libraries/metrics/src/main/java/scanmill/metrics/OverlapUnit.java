package scanmill.metrics;

/** In what the overlap is counted that makes an object found. */
public enum OverlapUnit {
  VOX,
  MM3,
  /** A part of the reference's object. */
  RATIO
}
