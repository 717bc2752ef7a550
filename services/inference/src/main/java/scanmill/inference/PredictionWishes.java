package scanmill.inference;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.datasets.Conditioning;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationWishes;
import scanmill.events.UncertaintyWish;
import scanmill.ids.ScanId;
import scanmill.kit.Digests;
import scanmill.kit.EventJson;
import scanmill.models.Repetition;
import scanmill.models.Restoration;
import scanmill.models.SegmenterSettings;
import scanmill.models.SideFacts;
import scanmill.problems.BadInputException;

/** What an order wishes of the network; what it wishes of the steps after it is left out. */
record PredictionWishes(SegmentationWishes wishes) {
  private static final int DIGITS = 8;

  static PredictionWishes of(SegmentationOrder order) {
    SegmentationWishes all = order.wishes().orElse(SegmentationWishes.NONE);
    return new PredictionWishes(
        new SegmentationWishes(
            all.uncertainty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            all.overlap(),
            all.whole(),
            all.metadata()));
  }

  /** What tells predictions with other wishes apart; empty for none. */
  String suffix() {
    return wishes.equals(SegmentationWishes.NONE)
        ? ""
        : "-" + Digests.hex(EventJson.write(wishes)).substring(0, DIGITS);
  }

  boolean dropping() {
    return wishes.uncertainty().filter(UncertaintyWish::epistemic).isPresent();
  }

  SegmenterSettings in(SegmenterSettings settings) {
    return settings
        .withWhole(wishes.whole().orElse(settings.whole()))
        .withOverlap(wishes.overlap().orElse(settings.overlap()));
  }

  /** What is wished; or what a step of the model needs. */
  Optional<Repetition> repetition(Config config) {
    if (wishes.uncertainty().isEmpty()) {
      return Restoration.of(config).needsUncertainty() ? Repetition.of(config) : Optional.empty();
    }
    UncertaintyWish wish = wishes.uncertainty().get();
    if (wish.iterations() < 2 || !(wish.epistemic() || wish.aleatoric())) {
      throw BadInputException.of(
          "uncertainty-wish",
          "Uncertainty is told by at least 2 predictions, epistemic, aleatoric or both; found "
              + wish.iterations()
              + " of "
              + (wish.epistemic() || wish.aleatoric() ? "these" : "neither")
              + ".",
          "Ask for 20 iterations, epistemic.");
    }
    return Optional.of(
        new Repetition(
            wish.iterations(),
            wish.epistemic(),
            wish.aleatoric(),
            wish.seed().orElse(config.randomSeed())));
  }

  /** What is known of the scan, as the model's network takes it. */
  SideFacts facts(ScanId scan, Optional<Conditioning> conditioning) {
    if (conditioning.isEmpty()) {
      return SideFacts.NONE;
    }
    float[] vector = conditioning.get().vector(scan, wishes.metadata().orElse(Map.of()));
    Double[] condition = new Double[vector.length];
    for (int n = 0; n < vector.length; n++) {
      condition[n] = (double) vector[n];
    }
    return SideFacts.of(List.of(condition));
  }
}
