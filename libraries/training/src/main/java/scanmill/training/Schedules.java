package scanmill.training;

import scanmill.configuration.Config;
import scanmill.configuration.TrainingParameters;
import scanmill.configuration.TrainingTime;
import scanmill.problems.BadInputException;

/** Schedules and patience as configurations ask for them. */
final class Schedules {

  private Schedules() {}

  /**
   * @throws BadInputException {@code schedule-not-available}
   */
  static Schedule of(TrainingParameters parameters) {
    double initial = parameters.scheduler().initialLr();
    String name = parameters.scheduler().lrScheduler().name();
    if (name.equals("CosineAnnealingLR")) {
      return new Schedule.Cosine(initial, 0, parameters.trainingTime().numEpochs());
    }
    throw BadInputException.of(
        "schedule-not-available",
        "The configuration asks for the schedule " + name + "; this version has CosineAnnealingLR.",
        "Set training_parameters.scheduler.lr_scheduler.name to CosineAnnealingLR.");
  }

  static EarlyStopping patience(Config config) {
    TrainingTime time = config.trainingParameters().trainingTime();
    return config.likeIvadomed()
        ? EarlyStopping.legacy(time.earlyStoppingPatience(), time.earlyStoppingEpsilon())
        : EarlyStopping.documented(time.earlyStoppingPatience(), time.earlyStoppingEpsilon());
  }
}
