package scanmill.training;

import scanmill.configuration.Config;
import scanmill.configuration.LrScheduler;
import scanmill.configuration.Scheduler;
import scanmill.configuration.TrainingParameters;
import scanmill.configuration.TrainingTime;

/** Schedules and patience as configurations ask for them. */
final class Schedules {
  /** PyTorch's, where a configuration says nothing. */
  private static final int STEPS_UP = 2000;

  private Schedules() {}

  static Schedule of(TrainingParameters parameters) {
    Scheduler wish = parameters.scheduler();
    Schedule schedule =
        schedule(wish.lrScheduler(), wish.initialLr(), parameters.trainingTime().numEpochs());
    return wish.warmUpEpochs() == 0 ? schedule : new Schedule.WarmUp(schedule, wish.warmUpEpochs());
  }

  private static Schedule schedule(LrScheduler wish, double initial, int epochs) {
    double lowest = wish.etaMin().orElse(0.0);
    return switch (wish.name()) {
      case "CosineAnnealingWarmRestarts" ->
          new Schedule.WarmRestarts(
              initial, lowest, wish.t0().orElseThrow(), wish.tMult().orElse(1));
      case "CyclicLR" -> {
        int up = wish.stepSizeUp().orElse(STEPS_UP);
        yield new Schedule.Cyclic(
            wish.baseLr().orElse(LrScheduler.BASE_LR),
            wish.maxLr().orElse(LrScheduler.MAX_LR),
            up,
            wish.stepSizeDown().orElse(up));
      }
      case "PolynomialLR" -> new Schedule.Polynomial(initial, wish.power().orElse(0.9), epochs);
      case "ReduceLROnPlateau" ->
          new Schedule.Plateau(
              initial,
              wish.factor().orElse(0.1),
              wish.patience().orElse(10),
              wish.threshold().orElse(1e-4),
              lowest);
      case "ConstantLR" -> new Schedule.Constant(initial);
      default -> new Schedule.Cosine(initial, lowest, epochs);
    };
  }

  static EarlyStopping patience(Config config) {
    TrainingTime time = config.trainingParameters().trainingTime();
    return config.likeIvadomed()
        ? EarlyStopping.legacy(time.earlyStoppingPatience(), time.earlyStoppingEpsilon())
        : EarlyStopping.documented(time.earlyStoppingPatience(), time.earlyStoppingEpsilon());
  }
}
