package scanmill.events;

import scanmill.problems.Problem;

/**
 * A scan of a dataset cannot be prepared under a plan; who learns from the dataset leaves it out.
 *
 * @param plan digest of what was wanted, 64 hex digits
 * @param source digest of the contents of the scan's files, 64 hex digits
 */
public record ScanPreparationFailed(String plan, String source, Problem problem) implements Event {
  public ScanPreparationFailed {
    Digest.require(plan);
    Digest.require(source);
  }

  @Override
  public String key() {
    return source;
  }
}
