package scanmill.datasets;

/** How much of a picture of 16 bits is kept. */
public enum PictureDepth {
  /** All of it, 0 to 65535. */
  AS_STORED,
  /** The upper 8 bits, 0 to 255, as ivadomed 2.9 reads it. */
  EIGHT_BITS
}
