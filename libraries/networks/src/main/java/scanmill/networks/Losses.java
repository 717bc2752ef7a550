package scanmill.networks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scanmill.engine.LossFunction;
import scanmill.specs.Catalog;

/** All losses, by ivadomed's names. */
public final class Losses {
  public static final Catalog<LossFunction> CATALOG =
      Catalog.of("loss", types())
          .notBuilt(
              List.of(
                  "MultiClassDiceLoss",
                  "FocalLoss",
                  "FocalDiceLoss",
                  "GeneralizedDiceLoss",
                  "TverskyLoss",
                  "FocalTverskyLoss",
                  "L2loss",
                  "AdapWingLoss",
                  "LossCombination"));

  private Losses() {}

  private static Map<String, Class<? extends LossFunction>> types() {
    Map<String, Class<? extends LossFunction>> types = new LinkedHashMap<>();
    types.put("DiceLoss", DiceLoss.class);
    types.put("BinaryCrossEntropyLoss", BinaryCrossEntropyLoss.class);
    return types;
  }
}
