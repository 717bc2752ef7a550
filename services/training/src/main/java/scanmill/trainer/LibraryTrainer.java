package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import scanmill.training.Ending;
import scanmill.training.TrainingObserver;
import scanmill.training.TrainingPlan;
import scanmill.training.TrainingRun;

/** Trains with the training library in this process. */
final class LibraryTrainer implements Trainer {
  private static final String ANY_DEVICE = "auto";

  private final String device;
  private final int threads;

  /**
   * @param device for configurations that leave the choice
   * @param threads of the network on a CPU
   */
  LibraryTrainer(String device, int threads) {
    this.device = device;
    this.threads = threads;
  }

  @Override
  public Ending train(Job job, Optional<Path> checkpoint, TrainingObserver observer) {
    String asked = job.config().device();
    TrainingPlan plan =
        new TrainingPlan(
            job.run().toString(),
            job.config(),
            job.data(),
            asked.equals(ANY_DEVICE) ? device : asked,
            threads,
            Math.max(1, job.config().loaderWorkers()));
    try {
      return new TrainingRun(plan, job.folder(), job.access(), checkpoint, observer).train();
    } catch (IOException e) {
      throw new UncheckedIOException("The disk did not take what the run writes", e);
    }
  }
}
