package scanmill.configuration;

/** What sizes of objects are counted in. */
public enum SizeUnit {
  /** Voxels. */
  VOX,
  /** Cubic millimetres. */
  MM3,
  /** A share of the reference object's size; for overlaps only. */
  RATIO
}
