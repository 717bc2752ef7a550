package scanmill.kit;

import java.util.Optional;
import scanmill.events.ObjectLocation;
import scanmill.problems.BadInputException;

/** What both stores say when an object cannot be had. */
final class StoreProblems {
  /** The most that {@link ObjectStore#read} holds in memory. */
  static final long MAX_READ_BYTES = 64L << 20;

  private StoreProblems() {}

  static BadInputException missing() {
    return BadInputException.of(
        "object-missing",
        "Required an object; found none under its key.",
        "See that it was put and not removed, then ask again.");
  }

  static BadInputException tooLarge(long size) {
    return BadInputException.of(
        "object-too-large",
        "Required at most " + MAX_READ_BYTES + " bytes in one piece; found " + size + ".",
        "Make the object smaller.");
  }

  /** The bucket of a location, if it may be read. */
  static String readable(ObjectLocation location, String own, java.util.Collection<String> others) {
    Optional<String> named = location.bucket();
    String bucket = named.orElse(own);
    if (!bucket.equals(own) && !others.contains(bucket)) {
      throw BadInputException.of(
          "bucket-not-readable",
          "Required an object of a bucket that this platform may read; found another bucket.",
          "Put the object into bucket "
              + own
              + ", or list its bucket in"
              + " scanmill.store.readable-buckets.");
    }
    return bucket;
  }
}
