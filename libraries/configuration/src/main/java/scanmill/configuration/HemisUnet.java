package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * A U-Net for subjects that lack contrasts.
 *
 * @param applied whether it is the network
 * @param missingProbability that a contrast is left out
 * @param missingProbabilityGrowth that probability's power from epoch to epoch
 * @param contrasts in the order of channels
 * @param ram whether samples are kept in memory
 * @param pathHdf5 of ivadomed's HDF5 samples
 * @param csvPath of their table
 * @param targetLst contrasts of the truth
 * @param roiLst contrasts of the region of interest
 */
public record HemisUnet(
    Optional<String> name,
    @Default("false") boolean applied,
    @Default("0.0") @Range(min = 0, max = 1) double missingProbability,
    @Default("1.0") @Range(above = 0) double missingProbabilityGrowth,
    @Default("[]") List<String> contrasts,
    @Default("true") boolean ram,
    Optional<String> pathHdf5,
    Optional<String> csvPath,
    @Default("[]") List<String> targetLst,
    @Default("null") Optional<List<String>> roiLst) {
  public HemisUnet {
    contrasts = List.copyOf(contrasts);
    Repeated.refuse("contrasts", contrasts);
    targetLst = List.copyOf(targetLst);
  }
}
