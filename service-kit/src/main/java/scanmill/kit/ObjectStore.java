package scanmill.kit;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import scanmill.events.ArtifactRef;
import scanmill.events.ObjectLocation;

/**
 * The bucket: the only place where state lies. Every object put here carries the SHA-256 of its
 * bytes, and whoever reads an {@link ArtifactRef} gets exactly those bytes or an exception.
 *
 * <p>Keys are checked by {@link ObjectKey#require}. An object that is not there is a {@link
 * scanmill.problems.BadInputException} ({@code object-missing}); one that is not what its reference
 * says is {@code object-changed}; a bucket that does not answer is a {@link StoreException}, which
 * {@link Inbox} tries again. Safe for use by many threads; whoever made it closes it.
 */
public interface ObjectStore extends AutoCloseable {

  /** The platform's own bucket: the one written to. */
  String bucket();

  /**
   * Puts bytes and their digest. Putting the same bytes again changes nothing and tells nobody.
   *
   * @return the way to mention it in an event
   */
  ArtifactRef put(String key, byte[] bytes);

  /** Puts a file and its digest; as {@link #put(String, byte[])}. */
  ArtifactRef put(String key, Path file);

  /** Puts a stream of any length, by way of a temporary file. Does not close the stream. */
  ArtifactRef put(String key, InputStream stream);

  /** Puts bytes if nothing lies there yet; false, and no change, if something does. */
  boolean putIfAbsent(String key, byte[] bytes);

  /** Puts bytes if what lies there still has this ETag; false, and no change, if not. */
  boolean replaceIfMatch(String key, byte[] bytes, String etag);

  /** What lies there, in the platform's own bucket. */
  default Optional<StoredObject> find(String key) {
    return find(ObjectLocation.of(key));
  }

  /**
   * What lies there.
   *
   * @throws scanmill.problems.BadInputException {@code bucket-not-readable} if the bucket is
   *     neither the own one nor one of {@code scanmill.store.readable-buckets}
   */
  Optional<StoredObject> find(ObjectLocation location);

  /** All bytes of a small object (configuration, manifests, ledger entries), at most 64 MiB. */
  byte[] read(String key);

  /** All bytes of a small object, checked against size and digest, at most 64 MiB. */
  byte[] read(ArtifactRef artifact);

  /**
   * The bytes as a stream that the caller closes. Size and digest are checked as they pass: the
   * read that meets the end throws {@code object-changed} if they are not the reference's.
   */
  InputStream open(ArtifactRef artifact);

  /** The bytes as a stream that the caller closes, unchecked. */
  InputStream open(String key);

  /** Brings the object to a file, checked; nothing is left there if it throws. */
  void download(ArtifactRef artifact, Path file);

  /**
   * Brings an object of which only the place is known to a file, and says what it was.
   *
   * @return with the digest of the bytes that were read
   */
  ArtifactRef download(ObjectLocation location, Path file);

  /** Everything whose key begins so, in the order of the keys, lazily; close the stream. */
  Stream<StoredObject> list(String prefix);

  /** The names directly below a prefix that ends with a slash, as a file browser shows them. */
  List<String> children(String prefix);

  /** Removes what lies there; nothing happens if nothing does. */
  void remove(String key);

  /** Whether the bucket answers now. Never throws. */
  boolean reachable();

  @Override
  void close();
}
