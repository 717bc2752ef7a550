package scanmill.datasets;

/**
 * The name of a prepared scan: what was done, and to what. Whoever prepares the same files under
 * the same plan makes the same bytes under this name.
 *
 * @param plan SHA-256 of what was done, 64 hex digits
 * @param source SHA-256 of the contents of the scan's files, 64 hex digits; see {@link Source}
 */
public record PreparedKey(String plan, String source) {
  private static final int SHORT = 16;

  public PreparedKey {
    if (!plan.matches("[0-9a-f]{64}") || !source.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException(
          "A plan and a source are digests of 64 hex digits each; found " + plan + ", " + source);
    }
  }

  /** The voxels' file below a store's folder or prefix: {@code <plan16>/<source16>.bin}. */
  public String voxels() {
    return plan.substring(0, SHORT) + "/" + source.substring(0, SHORT) + ".bin";
  }

  /** The facts' file: {@code <plan16>/<source16>.json}. Written last, so it promises the voxels. */
  public String facts() {
    return plan.substring(0, SHORT) + "/" + source.substring(0, SHORT) + ".json";
  }
}
