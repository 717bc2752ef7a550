package scanmill.kit;

import com.fasterxml.jackson.databind.JsonNode;
import scanmill.events.ArtifactRef;

/**
 * Batches of a run to be made, {@code training/<run>/augmented/<epoch>-<chunk>-<digest>.json}; they
 * belong beside it, {@code .batches}. The digest is of all that decides them, so what lies under
 * the name is what it says, whoever made it and when.
 *
 * @param config the run's configuration, an object
 * @param chunk which samples in which order, as the library of datasets writes it
 */
public record AugmentationOrder(ArtifactRef config, JsonNode chunk) {

  /** Where the batches of an order belong. */
  public static String batches(ArtifactRef order) {
    if (!order.key().endsWith(".json")) {
      throw new IllegalArgumentException("An order is a JSON object");
    }
    return order.key().substring(0, order.key().length() - ".json".length()) + ".batches";
  }
}
