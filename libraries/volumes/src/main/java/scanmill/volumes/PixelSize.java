package scanmill.volumes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.problems.BadInputException;

/**
 * The size of a picture's pixels as BIDS writes it beside the image.
 *
 * @param values along X, the columns, along Y, the rows, and, if there is a third, along Z
 * @param unit {@code mm}, {@code um} or {@code nm}
 */
public record PixelSize(List<Double> values, String unit) {
  private static final Map<String, Double> MM =
      Map.of("mm", 1.0, "um", 1e-3, "\u00B5m", 1e-3, "\u03BCm", 1e-3, "nm", 1e-6);

  /** The keys of the JSON file beside an image. */
  public static final String KEY = "PixelSize";

  public static final String UNITS_KEY = "PixelSizeUnits";

  /**
   * @throws BadInputException {@code picture-pixel-size}
   */
  public PixelSize {
    values = List.copyOf(values);
    if (values.size() < 2 || values.size() > 3 || !MM.containsKey(unit)) {
      throw wrong(values + " " + unit);
    }
    for (int n = 0; n < values.size(); n++) {
      double value = values.get(n);
      boolean missingDepth = n == 2 && value == 0;
      if (!(value > 0 || missingDepth) || !Double.isFinite(value)) {
        throw wrong(values + " " + unit);
      }
    }
  }

  /** The name of the JSON file beside an image, {@code a_SEM.json} of {@code a_SEM.ome.tif}. */
  public static String sidecar(String image) {
    return image.replaceFirst("(\\.ome)?\\.[A-Za-z]+$", ".json");
  }

  /**
   * The names of all JSON files beside an image that may tell of it, the nearest first: {@code
   * sub-1_sample-2_SEM.json}, then {@code sub-1_SEM.json}.
   */
  public static List<String> sidecars(String image) {
    List<String> names = new ArrayList<>(List.of(sidecar(image)));
    int name = image.lastIndexOf('/') + 1;
    int suffix = image.lastIndexOf('_');
    for (int end = suffix; end > name; ) {
      end = image.lastIndexOf('_', end - 1);
      if (end > name) {
        names.add(sidecar(image.substring(0, end) + image.substring(suffix)));
      }
    }
    return names;
  }

  /**
   * Of rows, of columns, and of slices, which without a size of their own are as far as columns.
   */
  public Spacing spacing() {
    double mm = Optional.ofNullable(MM.get(unit)).orElseThrow();
    double x = values.get(0) * mm;
    double z = values.size() > 2 ? values.get(2) * mm : 0;
    return new Spacing(values.get(1) * mm, x, z == 0 ? x : z);
  }

  /**
   * @param found what there is instead
   */
  public static BadInputException wrong(String found) {
    return BadInputException.of(
        "picture-pixel-size",
        "The size of pixels must be PixelSize, two or three positive numbers, and PixelSizeUnits,"
            + " mm, um or nm, in the JSON file beside the image; found "
            + found
            + ".",
        "Write for instance {\"PixelSize\": [0.1, 0.1], \"PixelSizeUnits\": \"um\"} into it; scanmill"
            + " segment and evaluate also take --pixel-size.");
  }
}
