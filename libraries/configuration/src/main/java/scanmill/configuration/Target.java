package scanmill.configuration;

/** What a transform is applied to. */
public enum Target {
  /** The image, every channel. */
  IM,
  /** The ground truth. */
  GT,
  /** The region of interest. */
  ROI
}
