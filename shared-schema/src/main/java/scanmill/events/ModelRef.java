package scanmill.events;

import java.util.Optional;
import scanmill.ids.ModelId;

/**
 * One published version of a model, found in the bucket.
 *
 * @param digest SHA-256 of the package's file list, 64 hex digits
 * @param prefix key of the package folder, with a final slash
 */
public record ModelRef(String name, String digest, String bucket, String prefix) {
  /** What asks for this version and no other. */
  public ModelId id() {
    return new ModelId(name, Optional.of(digest));
  }

  /** The name with the first 12 digits of the digest: which version, for people and keys. */
  public String version() {
    return name + "-" + digest.substring(0, 12);
  }
}
