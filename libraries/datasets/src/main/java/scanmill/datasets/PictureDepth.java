package scanmill.datasets;

import scanmill.configuration.Config;

/** How much of a picture of 16 bits is kept. */
public enum PictureDepth {
  /** All of it, 0 to 65535. */
  AS_STORED,
  /** The upper 8 bits, 0 to 255, as ivadomed 2.9 reads it. */
  EIGHT_BITS;

  /** Of the pictures that a model of this configuration sees. */
  public static PictureDepth of(Config config) {
    return config.likeIvadomed() ? EIGHT_BITS : AS_STORED;
  }
}
