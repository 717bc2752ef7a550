package scanmill.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import scanmill.events.ArtifactRef;
import scanmill.events.ObjectLocation;
import scanmill.problems.BadInputException;

/**
 * What the content of an object is, told without reading it: the SHA-256 that it was put with, or,
 * where people put it with another tool, {@code etag-<ETag>-<size>}.
 */
public final class ObjectIdentity {
  private static final String DIGEST = "[0-9a-f]{64}";

  private ObjectIdentity() {}

  public static String of(StoredObject object) {
    return object.sha256().orElseGet(() -> tagged(object));
  }

  private static String tagged(StoredObject object) {
    return "etag-" + object.etag() + "-" + object.size();
  }

  /**
   * Brings that content to a file, or nothing.
   *
   * @throws BadInputException {@code object-changed} if something else lies there now, {@code
   *     object-missing}
   */
  public static void download(ObjectStore store, String key, String identity, Path file) {
    ArtifactRef brought = store.download(ObjectLocation.of(key), file);
    boolean same =
        identity.matches(DIGEST)
            ? identity.equals(brought.sha256())
            : store.find(key).map(ObjectIdentity::tagged).filter(identity::equals).isPresent();
    if (!same) {
      remove(file);
      throw BadInputException.of(
          "object-changed",
          "Required the object as it was when the work began; found it changed.",
          "Ask again: the work then begins with what lies there now.");
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("A file could not be removed", e);
    }
  }
}
