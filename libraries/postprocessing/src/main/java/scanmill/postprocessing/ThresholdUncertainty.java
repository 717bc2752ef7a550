package scanmill.postprocessing;

import java.util.Set;
import scanmill.problems.BadInputException;
import scanmill.specs.Default;
import scanmill.volumes.ProbabilityMap;

/**
 * Keeps values where the network is sure enough, and sets all others to 0. Sure is a measure below
 * the threshold; for {@code unc-iou} and {@code soft}, which are large where it is sure, above.
 *
 * @param thr at least 0 and finite; below 0 switches the step off
 * @param suffix the measure as ivadomed names its file: {@code _unc-vox.nii.gz}, or without the
 *     extension
 */
public record ThresholdUncertainty(@Default("-1") double thr, String suffix) implements Step {
  private static final Set<String> LARGE_IS_SURE = Set.of("unc-iou", "soft");

  public ThresholdUncertainty {
    if (!Double.isFinite(thr)) {
      throw new IllegalArgumentException("uncertainty needs thr as a number; found " + thr);
    }
    if (measure(suffix).isEmpty()) {
      throw new IllegalArgumentException(
          "uncertainty needs the suffix of a map, such as _unc-vox.nii.gz");
    }
  }

  /** The measure without the trimmings of a file name: {@code unc-vox}. */
  public String measure() {
    return measure(suffix);
  }

  private static String measure(String suffix) {
    return suffix.replaceFirst("^_+", "").replaceFirst("\\.nii(\\.gz)?$", "");
  }

  @Override
  public ProbabilityMap apply(ProbabilityMap prediction, UncertaintyMaps maps) {
    if (thr < 0) {
      return prediction;
    }
    ProbabilityMap map = maps.find(measure()).orElseThrow(this::absent);
    requireFit(prediction, map);
    float[][] kept = new float[prediction.classes()][];
    for (int c = 0; c < kept.length; c++) {
      kept[c] = sure(prediction.channel(c), map.channel(map.classes() == 1 ? 0 : c));
    }
    return new ProbabilityMap(prediction.grid(), kept);
  }

  private float[] sure(float[] values, float[] uncertainty) {
    boolean largeIsSure = LARGE_IS_SURE.contains(measure());
    float threshold = (float) thr;
    float[] kept = new float[values.length];
    for (int v = 0; v < kept.length; v++) {
      boolean sure = largeIsSure ? uncertainty[v] > threshold : uncertainty[v] < threshold;
      kept[v] = sure ? values[v] : 0;
    }
    return kept;
  }

  private BadInputException absent() {
    return BadInputException.of(
        "uncertainty-absent",
        "The step uncertainty needs the map "
            + measure()
            + " of the scan; this prediction was made without it.",
        "Set uncertainty.epistemic or aleatoric to true and n_it to at least 2, or remove the step.");
  }

  private static void requireFit(ProbabilityMap prediction, ProbabilityMap map) {
    boolean fits = map.classes() == 1 || map.classes() == prediction.classes();
    if (!fits || !map.shape().equals(prediction.shape())) {
      throw BadInputException.of(
          "uncertainty-other-grid",
          "A map of uncertainty has the prediction's voxels and classes; the prediction has "
              + prediction.shape()
              + " and "
              + prediction.classes()
              + " classes, the map "
              + map.shape()
              + " and "
              + map.classes()
              + ".",
          "Use the maps that were made with this prediction.");
    }
  }
}
