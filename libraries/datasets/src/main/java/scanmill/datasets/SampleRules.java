package scanmill.datasets;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import scanmill.transforms.Placed;

/**
 * What becomes of prepared scans in one phase: which places are samples, and what is done to each.
 *
 * @param dimensions 2 for slices (N, C, H, W), 3 for sub-volumes (N, C, H, W, D)
 * @param windows the plan's tiling
 * @param drawing patches drawn at random instead of those of the tiling
 * @param slices which slices are kept; not asked in 3 dimensions
 * @param regionOver a slice is dropped unless its region has more voxels than this
 * @param patches which patches are kept; not asked of whole slices
 * @param wholeSlices whether a sample is a slice as it is
 * @param transforms done to each sample in order; what is random is drawn anew in every epoch
 * @param learning whether one rater is drawn for each sample; otherwise all count alike
 * @param inputDropout whether channels are left out at random
 * @param softTruth keep truth between 0 and 1 as it is; otherwise at least a half counts as 1
 */
public record SampleRules(
    int dimensions,
    Windows windows,
    Optional<PatchDrawing> drawing,
    SampleFilter slices,
    OptionalInt regionOver,
    SampleFilter patches,
    boolean wholeSlices,
    List<Placed> transforms,
    boolean learning,
    boolean inputDropout,
    boolean softTruth) {
  public SampleRules {
    if (dimensions != 2 && dimensions != 3) {
      throw new IllegalArgumentException("Samples have 2 or 3 dimensions; found " + dimensions);
    }
    transforms = List.copyOf(transforms);
  }

  /** Whether a slice is kept, by what is known of the scan before it was prepared. */
  public boolean keepsSlice(PreparedFacts facts, int slice) {
    if (dimensions == 3 || slice >= facts.slices().size()) {
      return true;
    }
    boolean enoughRegion =
        regionOver.isEmpty()
            || (slice < facts.regionVoxels().size()
                && facts.regionVoxels().get(slice) > regionOver.getAsInt());
    return enoughRegion && slices.keeps(facts.slices(), slice);
  }
}
