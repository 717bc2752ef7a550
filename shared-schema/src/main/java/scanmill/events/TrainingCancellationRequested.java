package scanmill.events;

import scanmill.ids.RunId;

/** Someone wants this run to stop after the batch it is at. */
public record TrainingCancellationRequested(RunId run) implements Event {
  @Override
  public String key() {
    return run.toString();
  }
}
