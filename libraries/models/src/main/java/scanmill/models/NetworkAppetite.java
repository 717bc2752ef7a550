package scanmill.models;

import scanmill.configuration.Config;
import scanmill.engine.Predictor;
import scanmill.engine.VectorInput;
import scanmill.networks.Architecture;
import scanmill.problems.BadInputException;
import scanmill.volumes.GridShape;

/** What a configuration tells of its network's wants. */
final class NetworkAppetite {
  private static final int USUAL_FEATURES = 64;

  private NetworkAppetite() {}

  static TilePlan.Appetite of(Config config, Predictor predictor) {
    return new TilePlan.Appetite(
        config.inChannel(),
        config.outClasses(),
        config.model().args().path("n_filters").asInt(USUAL_FEATURES),
        least(config, predictor));
  }

  /** A network that is not one of ours says nothing of what it needs at least. */
  private static GridShape least(Config config, Predictor predictor) {
    int metadata =
        predictor.vectors().stream()
            .filter(vector -> vector.name().equals(VectorRows.CONDITION))
            .mapToInt(VectorInput::width)
            .findFirst()
            .orElse(0);
    try {
      Architecture network = Network.of(config, metadata);
      return new GridShape(
          network.smallestExtent(0),
          network.smallestExtent(1),
          network.dimensions() == 2 ? 1 : network.smallestExtent(2));
    } catch (BadInputException e) {
      return new GridShape(1, 1, 1);
    }
  }
}
