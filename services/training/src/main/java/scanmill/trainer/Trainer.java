package scanmill.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.ids.RunId;
import scanmill.training.Ending;
import scanmill.training.TrainingObserver;

/** What this service needs of the training library: one run, here and now, on this thread. */
interface Trainer {

  /**
   * @param data roots of BIDS datasets on the local disk, read only
   * @param folder empty, for everything that the run writes
   */
  record Job(RunId run, Config config, List<Path> data, Path folder) {
    public Job {
      data = List.copyOf(data);
    }
  }

  /**
   * Trains to the end, or to where the observer asks to stop.
   *
   * @param checkpoint to go on from
   * @throws scanmill.problems.BadInputException if configuration or data cannot be learnt from
   */
  Ending train(Job job, Optional<Path> checkpoint, TrainingObserver observer);
}
