package scanmill.events;

import scanmill.ids.RunId;

/**
 * What is learnt from is settled: files, digests and split lie there.
 *
 * @param training number of scans
 * @param validation number of scans
 * @param test number of scans
 */
public record DatasetFrozen(RunId run, ArtifactRef manifest, int training, int validation, int test)
    implements Event {
  @Override
  public String key() {
    return run.toString();
  }
}
