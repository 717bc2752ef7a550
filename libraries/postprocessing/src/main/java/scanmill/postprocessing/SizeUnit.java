package scanmill.postprocessing;

import scanmill.volumes.Spacing;

/** In what the size of an object is counted. */
public enum SizeUnit {
  VOX,
  MM3;

  /** So many voxels, rounded half to even. */
  long voxels(double size, Spacing spacing) {
    return (long) Math.rint(this == VOX ? size : size / spacing.voxelMm3());
  }
}
