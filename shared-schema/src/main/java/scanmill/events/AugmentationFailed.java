package scanmill.events;

import scanmill.ids.RunId;
import scanmill.problems.Problem;

/**
 * The batches that a run asked for could not be made here; the run makes them itself.
 *
 * @param epoch counted from 1
 * @param chunk of the epoch's batches, counted from 0
 */
public record AugmentationFailed(RunId run, int epoch, int chunk, Problem problem)
    implements Event {
  @Override
  public String key() {
    return AugmentationRequested.key(run, epoch, chunk);
  }
}
