package scanmill.configuration;

import java.util.List;
import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * How a packaged model is asked.
 *
 * @param ensemble packages within this one's folder that are asked, too; the result is the mean
 * @param flips axes of slices or volumes, from 0, that are mirrored in all combinations; the result
 *     is the mean
 * @param boxes which of the objects that {@code object_detection_params} finds are looked at
 */
public record InferenceParameters(
    @Default("[]") List<String> ensemble,
    @Default("[]") @Range(min = 0, max = 2) List<Integer> flips,
    @Default("largest") DetectedBoxes boxes) {
  /** The network by itself, once, about the largest object. */
  public static final InferenceParameters PLAIN =
      new InferenceParameters(List.of(), List.of(), DetectedBoxes.LARGEST);

  public InferenceParameters {
    ensemble = List.copyOf(ensemble);
    flips = List.copyOf(flips);
  }
}
