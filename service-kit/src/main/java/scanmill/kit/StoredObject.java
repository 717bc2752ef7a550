package scanmill.kit;

import java.time.Instant;
import java.util.Optional;
import scanmill.events.ArtifactRef;

/**
 * What the bucket says of one object without handing it over.
 *
 * @param size in bytes
 * @param etag without quotes; another one after every change of the content
 * @param sha256 64 hex digits, where the object was put by {@link ObjectStore}; absent for objects
 *     that people put with other tools, and always absent in {@link ObjectStore#list}
 */
public record StoredObject(
    String bucket,
    String key,
    long size,
    String etag,
    Instant lastModified,
    Optional<String> sha256) {

  /** As an event mentions it; empty where the digest is not known. */
  public Optional<ArtifactRef> artifact() {
    return sha256.map(digest -> new ArtifactRef(bucket, key, digest, size));
  }
}
