package scanmill.datasets;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.problems.BadInputException;
import scanmill.specs.StrictJson;
import scanmill.volumes.PixelSize;

/** The size of pixels among the metadata of a scan. */
final class SidecarPixelSize {
  private SidecarPixelSize() {}

  /**
   * @return empty if the metadata say nothing of it
   * @throws BadInputException {@code picture-pixel-size} if what they say is no size
   */
  static Optional<PixelSize> of(Map<String, String> metadata) {
    String size = metadata.getOrDefault(PixelSize.KEY, "");
    if (size.isEmpty()) {
      return Optional.empty();
    }
    String unit = metadata.getOrDefault(PixelSize.UNITS_KEY, "");
    return Optional.of(
        new PixelSize(numbers(size).orElseThrow(() -> PixelSize.wrong(size + " " + unit)), unit));
  }

  private static Optional<List<Double>> numbers(String text) {
    List<Double> numbers = new ArrayList<>();
    try {
      for (JsonNode each : StrictJson.parse(text, PixelSize.KEY)) {
        if (!each.isNumber()) {
          return Optional.empty();
        }
        numbers.add(each.doubleValue());
      }
    } catch (BadInputException e) {
      return Optional.empty();
    }
    return Optional.of(numbers);
  }
}
