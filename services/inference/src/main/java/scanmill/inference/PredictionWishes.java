package scanmill.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.configuration.DetectedBoxes;
import scanmill.datasets.Conditioning;
import scanmill.events.BoxesWish;
import scanmill.events.SegmentationOrder;
import scanmill.events.SegmentationWishes;
import scanmill.events.UncertaintyWish;
import scanmill.ids.ModelId;
import scanmill.ids.ScanId;
import scanmill.kit.Digests;
import scanmill.kit.EventJson;
import scanmill.models.Cascade;
import scanmill.models.Repetition;
import scanmill.models.Restoration;
import scanmill.models.Segmenter;
import scanmill.models.SegmenterSettings;
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
            all.metadata(),
            all.ensemble(),
            all.flips(),
            all.boxes(),
            Optional.empty()));
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

  /** Models that are asked beside the one of the order, in the versions that were settled. */
  List<ModelId> ensemble() {
    return wishes.ensemble().orElse(List.of());
  }

  /** The network, mirrored where that is wished. */
  Segmenter in(Segmenter segmenter) {
    Segmenter cut = segmenter.with(in(segmenter.settings()));
    return wishes.flips().map(cut::flipped).orElse(cut);
  }

  /** The models, looking where and how that is wished. */
  Cascade in(Cascade cascade) {
    Cascade looking =
        wishes
            .boxes()
            .map(boxes -> boxes == BoxesWish.ALL ? DetectedBoxes.ALL : DetectedBoxes.LARGEST)
            .map(cascade::looking)
            .orElse(cascade);
    return wishes.flips().map(looking::flipped).orElse(looking);
  }

  /**
   * @throws BadInputException {@code cascade-wishes} if a cascade cannot do what is wished
   */
  void requireForCascade(Config config) {
    if (repetition(config).isPresent()
        || wishes.overlap().isPresent()
        || wishes.whole().isPresent()
        || !ensemble().isEmpty()) {
      throw BadInputException.of(
          "cascade-wishes",
          "A model that looks at what another one finds predicts once, by itself, in its own patches;"
              + " uncertainty, overlap, whole or an ensemble was wished.",
          "Leave these wishes out, or ask for a model that looks at the whole scan.");
    }
  }

  /**
   * @throws BadInputException {@code boxes-without-cascade} if boxes are wished of a model that has
   *     none
   */
  void requireWithoutCascade() {
    if (wishes.boxes().isPresent()) {
      throw BadInputException.of(
          "boxes-without-cascade",
          "Boxes are those of a model that looks at what another one finds; this one looks at the"
              + " whole scan.",
          "Leave boxes out, or ask for a model with object_detection_params.");
    }
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

  /** What is known of the scan, as the model's network takes it; empty if it takes nothing. */
  List<Double> condition(ScanId scan, Optional<Conditioning> conditioning) {
    if (conditioning.isEmpty()) {
      return List.of();
    }
    List<Double> condition = new ArrayList<>();
    for (float number : conditioning.get().vector(scan, wishes.metadata().orElse(Map.of()))) {
      condition.add((double) number);
    }
    return condition;
  }
}
