package scanmill.events;

/**
 * An object in the bucket: the only way an event mentions voxels or weights.
 *
 * @param sha256 of the bytes, 64 lower-case hex digits
 * @param size in bytes
 */
public record ArtifactRef(String bucket, String key, String sha256, long size) {
  public ArtifactRef {
    Digest.require(sha256);
    if (size < 0) {
      throw new IllegalArgumentException("A size is not negative; found " + size);
    }
  }
}
