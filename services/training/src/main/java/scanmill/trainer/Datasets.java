package scanmill.trainer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import scanmill.events.ObjectLocation;
import scanmill.kit.Digests;
import scanmill.kit.Folders;
import scanmill.kit.ObjectKey;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.problems.BadInputException;

/**
 * Datasets on the local disk: folders of the bucket are brought there once per state of the folder,
 * so that a run that goes on sees the files it began with. Safe for use by many threads.
 */
final class Datasets {
  private static final Pattern IN_BUCKET = Pattern.compile("s3://([^/]+)/(.+?)/*");

  private final ObjectStore store;
  private final Path cache;
  private final boolean localAllowed;

  /**
   * @param localAllowed whether a place may be a folder of this machine
   */
  Datasets(ObjectStore store, Path cache, boolean localAllowed) {
    this.store = store;
    this.cache = cache;
    this.localAllowed = localAllowed;
  }

  /**
   * The folder of a dataset.
   *
   * @param place {@code s3://bucket/prefix}, or a folder where that is allowed
   * @throws BadInputException {@code dataset-place}, {@code dataset-empty}
   */
  Path folder(String place) {
    Matcher inBucket = IN_BUCKET.matcher(place);
    if (inBucket.matches()) {
      return fromBucket(inBucket.group(1), inBucket.group(2));
    }
    if (!localAllowed || place.contains("://")) {
      throw BadInputException.of(
          "dataset-place",
          "Required a dataset in the bucket, s3://"
              + store.bucket()
              + "/<folder>, in loader_parameters.path_data; found another place.",
          "Upload the dataset (PUT /api/datasets/<name>/<path>) and name it s3://"
              + store.bucket()
              + "/datasets/<name>, or let the training service read its own disk with"
              + " scanmill.training.local-data=true.");
    }
    Path folder = Path.of(place);
    if (!folder.isAbsolute() || !Files.isDirectory(folder)) {
      throw BadInputException.of(
          "dataset-place",
          "Required the absolute path of a folder on the training service's machine in"
              + " loader_parameters.path_data; found something else.",
          "Name an existing folder by its absolute path.");
    }
    return folder;
  }

  private Path fromBucket(String bucket, String folder) {
    if (!bucket.equals(store.bucket())) {
      throw BadInputException.of(
          "dataset-place",
          "Datasets lie in the bucket " + store.bucket() + "; the configuration names another.",
          "Copy the dataset there.");
    }
    String prefix = ObjectKey.requirePrefix(folder + "/");
    List<StoredObject> objects = files(prefix);
    if (objects.isEmpty()) {
      throw BadInputException.of(
          "dataset-empty",
          "Required the files of a dataset below s3://" + bucket + "/" + folder + "; found none.",
          "Upload the dataset (PUT /api/datasets/<name>/<path>) and name its folder.");
    }
    Path snapshot = cache.resolve(digest(objects).substring(0, 16));
    if (!Files.isDirectory(snapshot)) {
      bring(objects, prefix, snapshot);
    }
    return snapshot;
  }

  private List<StoredObject> files(String prefix) {
    try (Stream<StoredObject> all = store.list(prefix)) {
      return all.filter(object -> !object.key().endsWith("/")).toList();
    }
  }

  private static String digest(List<StoredObject> objects) {
    StringBuilder text = new StringBuilder();
    for (StoredObject object : objects) {
      text.append(object.key()).append('\0').append(object.etag()).append('\0');
    }
    return Digests.hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void bring(List<StoredObject> objects, String prefix, Path snapshot) {
    List<Path> left = new ArrayList<>();
    try {
      Files.createDirectories(cache);
      Path coming = Files.createTempDirectory(cache, "coming-");
      left.add(coming);
      for (StoredObject object : objects) {
        String inside = ObjectKey.require(object.key()).substring(prefix.length());
        Path file = coming.resolve(inside).normalize();
        Path parent = file.getParent();
        if (parent == null || !parent.startsWith(coming)) {
          throw new IllegalStateException("A checked key stays within its folder");
        }
        Files.createDirectories(parent);
        store.download(ObjectLocation.of(object.key()), file);
      }
      Files.move(coming, snapshot, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(snapshot)) {
        throw new UncheckedIOException("A dataset could not be kept on disk", e);
      } // else somebody else was faster with the same files
    } catch (IOException e) {
      throw new UncheckedIOException("A dataset could not be kept on disk", e);
    } finally {
      left.forEach(Folders::remove);
    }
  }
}
