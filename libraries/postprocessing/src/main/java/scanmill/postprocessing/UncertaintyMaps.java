package scanmill.postprocessing;

import java.util.Optional;
import scanmill.volumes.ProbabilityMap;

/** What is known of how sure a prediction is, by measure. */
@FunctionalInterface
public interface UncertaintyMaps {
  /** Nothing is known. */
  UncertaintyMaps NONE = measure -> Optional.empty();

  /**
   * A map on the grid of the prediction, of one class for all or one per class.
   *
   * @param measure {@code unc-vox}, {@code unc-iou}, {@code soft} and so on
   */
  Optional<ProbabilityMap> find(String measure);
}
