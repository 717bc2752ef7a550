package scanmill.events;

import scanmill.ids.RunId;

/**
 * The batches that a run asked for lie there until it has learnt from them.
 *
 * @param epoch counted from 1
 * @param chunk of the epoch's batches, counted from 0
 */
public record AugmentationCompleted(RunId run, int epoch, int chunk, ArtifactRef batches)
    implements Event {
  @Override
  public String key() {
    return AugmentationRequested.key(run, epoch, chunk);
  }
}
