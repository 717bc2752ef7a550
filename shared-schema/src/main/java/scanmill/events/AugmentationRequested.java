package scanmill.events;

import scanmill.ids.RunId;

/**
 * A run will need these batches soon. Whoever has a hand free makes them; the run makes those
 * itself that nobody made in time.
 *
 * @param epoch counted from 1
 * @param chunk of the epoch's batches, counted from 0
 * @param order which samples, and where the batches belong; gone once they are no longer needed
 */
public record AugmentationRequested(RunId run, int epoch, int chunk, ArtifactRef order)
    implements Event {
  @Override
  public String key() {
    return key(run, epoch, chunk);
  }

  static String key(RunId run, int epoch, int chunk) {
    return run + "/" + epoch + "-" + chunk;
  }
}
