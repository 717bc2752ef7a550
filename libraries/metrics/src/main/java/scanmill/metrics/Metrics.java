package scanmill.metrics;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.specs.Catalog;

/** All metrics, by name. */
public final class Metrics {

  public static final Catalog<Metric> CATALOG = Catalog.of("metric", types());

  /** One of each, arguments as ivadomed defaults them, in the order of a table's columns. */
  public static final List<Metric> ALL =
      CATALOG.names().stream()
          .map(name -> CATALOG.read(name, JsonNodeFactory.instance.objectNode(), name))
          .toList();

  private Metrics() {}

  private static Map<String, Class<? extends Metric>> types() {
    Map<String, Class<? extends Metric>> types = new LinkedHashMap<>();
    types.put("vol_pred", PredictedVolume.class);
    types.put("vol_gt", ReferenceVolume.class);
    types.put("rvd", RelativeVolumeDifference.class);
    types.put("avd", AbsoluteVolumeDifference.class);
    types.put("dice_score", DiceScore.class);
    types.put("recall_score", RecallScore.class);
    types.put("precision_score", PrecisionScore.class);
    types.put("specificity_score", SpecificityScore.class);
    types.put("n_pred", PredictedObjects.class);
    types.put("n_gt", ReferenceObjects.class);
    types.put("ltpr", ObjectRecall.class);
    types.put("lfdr", ObjectFalseDiscovery.class);
    types.put("mse", MeanSquaredError.class);
    types.put("accuracy_score", AccuracyScore.class);
    types.put("intersection_over_union", IntersectionOverUnion.class);
    types.put("hausdorff", HausdorffDistance.class);
    types.put("hd95", HausdorffDistance95.class);
    types.put("assd", AverageSurfaceDistance.class);
    types.put("nsd", SurfaceDice.class);
    types.put("panoptic_quality", PanopticQuality.class);
    return types;
  }
}
