package scanmill.events;

/**
 * A scan of a dataset lies there, prepared under a plan.
 *
 * @param plan digest of what was done, 64 hex digits
 * @param source digest of the contents of the scan's files, 64 hex digits
 * @param facts JSON that says what the voxels beside it are
 */
public record ScanPrepared(String plan, String source, ArtifactRef facts) implements Event {
  public ScanPrepared {
    Digest.require(plan);
    Digest.require(source);
  }

  @Override
  public String key() {
    return source;
  }
}
