package scanmill.datasets;

import scanmill.volumes.GridShape;

/**
 * Patches that lie anywhere, anew in every epoch.
 *
 * @param box size of each
 * @param perScan how many of each scan in an epoch
 * @param aroundForeground how many of these contain a voxel of a class, if the scan has any
 */
public record PatchDrawing(GridShape box, int perScan, int aroundForeground) {
  public PatchDrawing {
    if (perScan < 1 || aroundForeground < 0 || aroundForeground > perScan) {
      throw new IllegalArgumentException(
          "At least one patch per scan, and no more around voxels than there are; found "
              + perScan
              + " and "
              + aroundForeground);
    }
  }
}
