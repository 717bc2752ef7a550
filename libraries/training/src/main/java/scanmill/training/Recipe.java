package scanmill.training;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import scanmill.configuration.Config;
import scanmill.configuration.OptimizerParameters;
import scanmill.configuration.TrainingParameters;
import scanmill.engine.LearningSettings;
import scanmill.engine.LossFunction;
import scanmill.engine.Optimizer;
import scanmill.engine.Precision;
import scanmill.models.Network;
import scanmill.networks.Architecture;
import scanmill.networks.Losses;

/**
 * How a configuration wants a network to be taught, apart from the data.
 *
 * @param settings of the optimiser, for as long as the run lasts
 * @param patience before the first epoch
 * @param missing contrasts that are left out, for networks that can do without
 * @param clipping largest global norm of the gradient
 * @param seed of all that is random
 */
record Recipe(
    Architecture architecture,
    LossFunction loss,
    LearningSettings settings,
    Schedule schedule,
    EarlyStopping patience,
    Optional<Mixup> mixup,
    Optional<MissingContrasts> missing,
    OptionalDouble clipping,
    long seed) {

  /**
   * @param metadata numbers that a sample is told beside its image; 0 if the network is told none
   * @throws scanmill.problems.BadInputException if it asks for something that does not exist
   */
  static Recipe of(Config config, int metadata) {
    TrainingParameters wish = config.trainingParameters();
    return new Recipe(
        Network.of(config, metadata),
        Losses.read(
            wish.loss().name(),
            wish.loss().args(),
            "training_parameters.loss",
            config.likeIvadomed()),
        new LearningSettings(
            optimizer(wish.optimizer()),
            wish.precision().equals("bfloat16") ? Precision.BFLOAT16 : Precision.FLOAT32,
            Set.of()),
        Schedules.of(wish),
        Schedules.patience(config),
        wish.mixupAlpha().map(Mixup::new),
        MissingContrasts.of(config),
        wish.gradientClipping().stream().mapToDouble(norm -> norm).findFirst(),
        config.randomSeed());
  }

  private static Optimizer optimizer(OptimizerParameters wish) {
    return switch (wish.name()) {
      case "AdamW" -> new Optimizer.AdamW(wish.weightDecay());
      case "SGD" -> new Optimizer.Sgd(wish.momentum(), wish.nesterov(), wish.weightDecay());
      default -> new Optimizer.Adam(wish.weightDecay());
    };
  }

  /** The same, but these tensors stay as they are. */
  Recipe freezing(Set<String> frozen) {
    return new Recipe(
        architecture,
        loss,
        new LearningSettings(settings.optimizer(), settings.precision(), frozen),
        schedule,
        patience,
        mixup,
        missing,
        clipping,
        seed);
  }
}
