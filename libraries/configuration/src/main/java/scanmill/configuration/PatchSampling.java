package scanmill.configuration;

import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * Where the patches of training lie. Validation and testing always cover the grid.
 *
 * @param method {@code grid}: every patch of the sliding window; {@code random}: anywhere, anew in
 *     every epoch; {@code foreground}: the same, some of them around a labelled voxel
 * @param patchesPerScan per epoch, for {@code random} and {@code foreground}
 * @param foregroundFraction how many of them lie around a labelled voxel, for {@code foreground}
 */
public record PatchSampling(
    @Default("grid") Method method,
    @Default("4") @Range(min = 1) int patchesPerScan,
    @Default("0.33") @Range(min = 0, max = 1) double foregroundFraction) {

  /** Ways to choose patches. */
  public enum Method {
    GRID,
    RANDOM,
    FOREGROUND
  }
}
