package scanmill.configuration;

/** Across which anatomical axis slices are cut. */
public enum SliceAxis {
  SAGITTAL("SAR"),
  CORONAL("SRA"),
  AXIAL("RAS");

  private final String orientation;

  SliceAxis(String orientation) {
    this.orientation = orientation;
  }

  /**
   * Where the voxel axes (H, W, D) of the slices point to, one letter each: turned so, slices lie
   * across the third axis.
   */
  public String orientation() {
    return orientation;
  }
}
