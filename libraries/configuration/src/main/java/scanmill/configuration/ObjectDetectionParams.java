package scanmill.configuration;

import java.util.List;
import java.util.Optional;
import scanmill.specs.Default;

/**
 * A model that finds the object before the network looks at it.
 *
 * @param objectDetectionPath folder of a packaged model
 * @param safetyFactor how much larger the box is than what was found, along h, w and d
 */
public record ObjectDetectionParams(
    @Default("null") Optional<String> objectDetectionPath,
    @Default("[1.0, 1.0, 1.0]") List<Double> safetyFactor) {
  public ObjectDetectionParams {
    safetyFactor = List.copyOf(safetyFactor);
    if (safetyFactor.size() != 3 || !safetyFactor.stream().allMatch(factor -> factor > 0)) {
      throw new IllegalArgumentException(
          "safety_factor is three numbers above 0; it is " + safetyFactor);
    }
  }
}
