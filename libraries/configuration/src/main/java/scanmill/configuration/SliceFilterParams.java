package scanmill.configuration;

import java.util.Optional;
import scanmill.specs.Default;

/**
 * Which slices are left out, of training, validation, testing and segmentation alike.
 *
 * @param filterEmptyMask those on which no class has a voxel
 * @param filterEmptyInput those on which any channel has one value only
 * @param filterAbsentClass those on which any class has no voxel
 * @param filterClassification those that a classifier refuses
 * @param classifierPath its file
 */
public record SliceFilterParams(
    @Default("false") boolean filterEmptyMask,
    @Default("true") boolean filterEmptyInput,
    @Default("false") boolean filterAbsentClass,
    @Default("false") boolean filterClassification,
    Optional<String> classifierPath) {

  /** What an empty object means: only slices of one value are left out. */
  public static final SliceFilterParams DEFAULTS =
      new SliceFilterParams(false, true, false, false, Optional.empty());

  public SliceFilterParams {
    if (filterClassification && classifierPath.isEmpty()) {
      throw new IllegalArgumentException("filter_classification needs classifier_path");
    }
  }
}
