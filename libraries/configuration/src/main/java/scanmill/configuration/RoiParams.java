package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * The region of interest.
 *
 * @param suffix ending of its files among the derivatives
 * @param sliceFilterRoi slices with at most so many voxels of the region are dropped
 */
public record RoiParams(
    @Default("null") Optional<String> suffix,
    @Default("null") @Range(min = 0) Optional<Integer> sliceFilterRoi) {}
