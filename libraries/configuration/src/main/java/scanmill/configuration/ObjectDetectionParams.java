package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Count;
import scanmill.specs.Default;
import scanmill.specs.Range;

/**
 * A model that finds the object before the network looks at it.
 *
 * @param objectDetectionPath folder of a packaged model
 * @param safetyFactor how much larger the box is than what was found, along h, w and d
 */
public record ObjectDetectionParams(
    @Default("null") Optional<String> objectDetectionPath,
    @Default("[1.0, 1.0, 1.0]") @Count(3) @Range(above = 0) List<Double> safetyFactor) {
  public ObjectDetectionParams {
    safetyFactor = List.copyOf(safetyFactor);
  }
}
