package scanmill.networks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import scanmill.engine.LossFunction;
import scanmill.problems.BadInputException;
import scanmill.specs.Catalog;

/** All losses, those of ivadomed by its names. */
public final class Losses {
  public static final Catalog<LossFunction> CATALOG = Catalog.of("loss", types());

  private static final String ADAPTIVE_WING = "AdapWingLoss";

  private Losses() {}

  private static Map<String, Class<? extends LossFunction>> types() {
    Map<String, Class<? extends LossFunction>> types = new LinkedHashMap<>();
    types.put("DiceLoss", DiceLoss.class);
    types.put("MultiClassDiceLoss", MultiClassDiceLoss.class);
    types.put("BinaryCrossEntropyLoss", BinaryCrossEntropyLoss.class);
    types.put("FocalLoss", FocalLoss.class);
    types.put("FocalDiceLoss", FocalDiceLoss.class);
    types.put("GeneralizedDiceLoss", GeneralizedDiceLoss.class);
    types.put("TverskyLoss", TverskyLoss.class);
    types.put("FocalTverskyLoss", FocalTverskyLoss.class);
    types.put("L2loss", L2Loss.class);
    types.put(ADAPTIVE_WING, AdapWingLoss.class);
    types.put("LossCombination", LossCombination.class);
    types.put("CrossEntropyLoss", CrossEntropyLoss.class);
    types.put("DiceCrossEntropyLoss", DiceCrossEntropyLoss.class);
    types.put("BoundaryLoss", BoundaryLoss.class);
    types.put("ClassWeightedLoss", ClassWeightedLoss.class);
    types.put("DeepSupervisionLoss", DeepSupervisionLoss.class);
    return types;
  }

  /**
   * The loss that a configuration names.
   *
   * @param args its arguments; not changed
   * @param where the path of the arguments, {@code training_parameters.loss}
   * @param likeIvadomed whether what ivadomed has got wrong is wanted: an adaptive wing loss, also
   *     one inside another loss, is not weighted unless it says so
   * @throws BadInputException as {@link Catalog#read}
   */
  public static LossFunction read(
      String name, ObjectNode args, String where, boolean likeIvadomed) {
    ObjectNode wanted = args.deepCopy();
    if (likeIvadomed) {
      withoutWeighting(name, wanted);
    }
    return CATALOG.read(name, wanted, where);
  }

  private static void withoutWeighting(String name, ObjectNode args) {
    if (name.equals(ADAPTIVE_WING) && !args.has("weighted")) {
      args.put("weighted", false);
    }
    if (args.get("loss") instanceof ObjectNode other) {
      withoutWeighting(other.path("name").asText(), other);
    }
    if (args.get("losses_list") instanceof ArrayNode names && !args.hasNonNull("params_list")) {
      ArrayNode params = args.putArray("params_list");
      names.forEach(each -> params.addNull());
    }
    if (args.get("losses_list") instanceof ArrayNode names
        && args.get("params_list") instanceof ArrayNode params
        && params.size() == names.size()) {
      for (int n = 0; n < names.size(); n++) {
        ObjectNode each = params.get(n) instanceof ObjectNode given ? given : params.objectNode();
        withoutWeighting(names.get(n).asText(), each);
        if (!each.isEmpty()) {
          params.set(n, each);
        }
      }
    }
  }

  /** A loss with its name among its arguments. */
  static LossFunction named(ObjectNode loss, String where) {
    JsonNode name = loss.path("name");
    if (!name.isTextual()) {
      throw BadInputException.of(
          "config-missing-key",
          where + ".name: required the name of a loss; found none.",
          "Name one of: " + String.join(", ", CATALOG.names()) + ".");
    }
    ObjectNode args = loss.deepCopy();
    args.remove("name");
    return CATALOG.read(name.textValue(), args, where);
  }
}
