package scanmill.events;

import scanmill.ids.RunId;

/**
 * A replica took the run up, for the first time or again.
 *
 * @param firstEpoch 1, or one past the last checkpoint
 */
public record TrainingStarted(RunId run, String device, int epochs, int firstEpoch)
    implements Event {
  @Override
  public String key() {
    return run.toString();
  }
}
