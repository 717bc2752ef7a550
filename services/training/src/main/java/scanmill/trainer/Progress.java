package scanmill.trainer;

import scanmill.events.EpochCompleted;

/**
 * How far a run has come, {@code training/<run>/progress.json}.
 *
 * @param config digest of the configuration that the checkpoint is of
 * @param last the event of the last epoch whose checkpoint is in the bucket
 */
record Progress(String config, EpochCompleted last) {}
