package scanmill.training;

import java.nio.file.Path;

/**
 * Who a run tells how it goes. Called on the run's own thread, in the order of the methods; what it
 * throws ends the run, which can be resumed from its last checkpoint.
 */
public interface TrainingObserver {

  /**
   * What is learnt from is settled.
   *
   * @param manifest JSON: files, digests, split
   */
  default void frozen(Path manifest, int training, int validation, int test) {}

  /**
   * Scans of the training set, or of the validation set, were prepared.
   *
   * @param done so far, those included that were there already
   * @param of how many there are
   */
  default void prepared(int done, int of) {}

  /**
   * Samples are ready, the first batch is next.
   *
   * @param firstEpoch 1, or one past the checkpoint the run goes on from
   */
  default void started(String device, int epochs, int firstEpoch) {}

  /** After every batch; cheap. {@code batch} counts from 1. */
  default void batchCompleted(int epoch, int batch, int batches) {}

  /**
   * One epoch is done.
   *
   * @param checkpoint enough to go on exactly; the file stays until the next call
   */
  default void epochCompleted(EpochReport report, Path checkpoint) {}

  /** Asked after every batch: whether to stop here. The epoch's work so far is given up. */
  default boolean stopRequested() {
    return false;
  }
}
