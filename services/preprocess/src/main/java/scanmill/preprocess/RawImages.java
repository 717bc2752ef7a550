package scanmill.preprocess;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import scanmill.datasets.PictureDepth;
import scanmill.datasets.ScanReader;
import scanmill.events.ArtifactRef;
import scanmill.events.ObjectLocation;
import scanmill.kit.Digests;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.problems.BadInputException;
import scanmill.volumes.Nifti;
import scanmill.volumes.Picture;
import scanmill.volumes.PixelSize;

/**
 * Images as they came, kept under their digest below {@code raw/}, where nobody changes them and no
 * name of a person shows. Safe for use by many threads.
 */
final class RawImages {
  private static final String ROOT = "raw/";
  private static final String NIFTI = ".nii.gz";

  private final ObjectStore store;

  RawImages(ObjectStore store) {
    this.store = store;
  }

  /**
   * What lies there now, as something that does not change any more: the bytes of NIfTI files;
   * pictures as NIfTI files, the size of their pixels told by the JSON file beside them or by
   * themselves.
   *
   * @param depth of pictures
   * @throws scanmill.problems.BadInputException {@code object-missing}, {@code
   *     bucket-not-readable}, {@code object-key-invalid}, or what is wrong with a picture
   */
  ArtifactRef pin(ObjectLocation place, PictureDepth depth) {
    if (Picture.isNamed(Path.of(fileName(place.key())))) {
      return picture(place, depth);
    }
    boolean own = place.bucket().map(store.bucket()::equals).orElse(true);
    if (own && place.key().startsWith(ROOT)) {
      Optional<ArtifactRef> raw = store.find(place).flatMap(StoredObject::artifact);
      if (raw.isPresent()) {
        return raw.get();
      }
    }
    Path file = temporary(NIFTI);
    try {
      ArtifactRef there = store.download(place, file);
      return store.put(key(there.sha256(), place.key()), file);
    } finally {
      remove(file);
    }
  }

  /**
   * The same of labels.
   *
   * @throws BadInputException {@code reference-picture} if they are a picture; or as {@link #pin}
   */
  ArtifactRef pinLabels(ObjectLocation place) {
    if (Picture.isNamed(Path.of(fileName(place.key())))) {
      throw BadInputException.of(
          "reference-picture",
          "Labels to compare with are a NIfTI file, on the grid of the scan; found a picture.",
          "Send it with scanmill segment --reference, which brings it into that form.");
    }
    return pin(place, PictureDepth.AS_STORED);
  }

  private ArtifactRef picture(ObjectLocation place, PictureDepth depth) {
    String name = fileName(place.key());
    Path picture = temporary(name.substring(name.lastIndexOf('.')));
    Path sidecar = picture.resolveSibling(PixelSize.sidecar(fileName(picture.toString())));
    Path nifti = temporary(NIFTI);
    try {
      ArtifactRef unused = store.download(place, picture);
      Optional<ObjectLocation> beside =
          PixelSize.sidecars(place.key()).stream()
              .map(key -> new ObjectLocation(place.bucket(), key))
              .filter(key -> store.find(key).isPresent())
              .findFirst();
      if (beside.isPresent()) {
        ArtifactRef unusedSidecar = store.download(beside.get(), sidecar);
      }
      Nifti.write(nifti, ScanReader.picture(picture, Optional.empty(), depth));
      return store.put(key(Digests.hex(nifti), NIFTI), nifti);
    } catch (IOException e) {
      throw new UncheckedIOException("A picture could not be kept on disk", e);
    } finally {
      remove(picture);
      remove(sidecar);
      remove(nifti);
    }
  }

  private static String fileName(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  private static String key(String sha256, String from) {
    String extension = from.toLowerCase(Locale.ROOT).endsWith(".nii") ? ".nii" : NIFTI;
    return ROOT + sha256.substring(0, 2) + "/" + sha256 + extension;
  }

  private static Path temporary(String ending) {
    try {
      return Files.createTempFile("scanmill-image-", ending);
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
