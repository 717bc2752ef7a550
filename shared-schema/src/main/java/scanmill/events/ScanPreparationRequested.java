package scanmill.events;

/**
 * Someone wants the deterministic work on a scan of a dataset done once for all: read, reorient,
 * resample, crop, normalise. What has been done already is not done again.
 *
 * @param plan digest of what is done, 64 hex digits
 * @param source digest of the contents of the scan's files, 64 hex digits
 * @param order names the files and the plan; an object, so that no name of a person is told
 */
public record ScanPreparationRequested(String plan, String source, ArtifactRef order)
    implements Event {
  public ScanPreparationRequested {
    Digest.require(plan);
    Digest.require(source);
  }

  /** The source: as many keys as scans, so that every partition has its share. */
  @Override
  public String key() {
    return source;
  }
}
