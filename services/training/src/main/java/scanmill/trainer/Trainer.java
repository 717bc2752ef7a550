package scanmill.trainer;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import scanmill.configuration.Config;
import scanmill.ids.RunId;
import scanmill.training.DataAccess;
import scanmill.training.Ending;
import scanmill.training.TrainingObserver;

/** What this service needs of the training library: one run, here and now, on this thread. */
interface Trainer {

  /**
   * @param data folders of BIDS datasets, read only; of those in the bucket the skeletons
   * @param access to what is in them
   * @param folder empty, for everything that the run writes
   */
  record Job(RunId run, Config config, List<Path> data, DataAccess access, Path folder) {
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
