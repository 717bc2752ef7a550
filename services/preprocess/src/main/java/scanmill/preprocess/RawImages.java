package scanmill.preprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import scanmill.events.ArtifactRef;
import scanmill.events.ObjectLocation;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;

/**
 * Images as they came, kept under their digest below {@code raw/}, where nobody changes them and no
 * name of a person shows. Safe for use by many threads.
 */
final class RawImages {
  private static final String ROOT = "raw/";

  private final ObjectStore store;

  RawImages(ObjectStore store) {
    this.store = store;
  }

  /**
   * The bytes that lie there now, as something that does not change any more.
   *
   * @throws scanmill.problems.BadInputException {@code object-missing}, {@code
   *     bucket-not-readable}, {@code object-key-invalid}
   */
  ArtifactRef pin(ObjectLocation place) {
    boolean own = place.bucket().map(store.bucket()::equals).orElse(true);
    if (own && place.key().startsWith(ROOT)) {
      Optional<ArtifactRef> raw = store.find(place).flatMap(StoredObject::artifact);
      if (raw.isPresent()) {
        return raw.get();
      }
    }
    Path file = temporary();
    try {
      ArtifactRef there = store.download(place, file);
      return store.put(key(there.sha256(), place.key()), file);
    } finally {
      remove(file);
    }
  }

  private static String key(String sha256, String from) {
    String extension = from.toLowerCase(Locale.ROOT).endsWith(".nii") ? ".nii" : ".nii.gz";
    return ROOT + sha256.substring(0, 2) + "/" + sha256 + extension;
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("scanmill-image-", ".nii");
    } catch (IOException e) {
      throw new UncheckedIOException("An image could not be kept on disk", e);
    }
  }

  private static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException("An image could not be removed from the disk", e);
    }
  }
}
