package scanmill.postprocessing;

import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.specs.Catalog;

/** All steps, those of ivadomed by its names and arguments. */
public final class Steps {

  public static final Catalog<Step> CATALOG = Catalog.of("postprocessing step", types());

  private Steps() {}

  private static Map<String, Class<? extends Step>> types() {
    Map<String, Class<? extends Step>> types = new LinkedHashMap<>();
    types.put("remove_noise", RemoveNoise.class);
    types.put("keep_largest", KeepLargest.class);
    types.put("binarize_prediction", BinarizePrediction.class);
    types.put("binarize_maxpooling", BinarizeMaxpooling.class);
    types.put("fill_holes", FillHoles.class);
    types.put("remove_small", RemoveSmall.class);
    types.put("uncertainty", ThresholdUncertainty.class);
    types.put("threshold_uncertainty", ThresholdUncertainty.class);
    types.put("closing", Closing.class);
    types.put("minimum_mass", MinimumMass.class);
    types.put("find_peaks", FindPeaks.class);
    return types;
  }
}
