package scanmill.trainer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import scanmill.kit.BoundedFolder;
import scanmill.kit.Digests;
import scanmill.kit.ObjectIdentity;
import scanmill.kit.ObjectKey;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;
import scanmill.problems.BadInputException;

/**
 * Datasets as folders that can be looked through. One in the bucket becomes a skeleton: every name,
 * the content of tables and sidecars, and of each image one line that says what its content is.
 * Whoever prepares an image brings it; nobody brings a whole dataset.
 *
 * <p>A skeleton is of one state of the folder, and made once. Safe for use by many threads.
 */
final class Datasets {
  private static final Pattern IN_BUCKET = Pattern.compile("s3://([^/]+)/(.+?)/*");

  /** Changes whenever skeletons are made in another way: those on disk outlive a release. */
  private static final String FORMAT = "skeleton-2\n";

  /** What a line of an image begins with. */
  private static final String OBJECT = "object ";

  /** Requests to the bucket at a time. */
  private static final int ASKING = 8;

  private final ObjectStore store;
  private final BoundedFolder skeletons;
  private final boolean localAllowed;

  /**
   * A dataset's folder.
   *
   * @param prefix of its objects, with a final slash; empty for a folder of this machine
   * @param skeleton lent while it is looked through
   */
  record Root(Path folder, String prefix, List<BoundedFolder.Lent> skeleton) {}

  /**
   * @param cache folder for skeletons
   * @param mostBytes that skeletons not in use may take
   * @param localAllowed whether a place may be a folder of this machine
   */
  Datasets(ObjectStore store, Path cache, long mostBytes, boolean localAllowed) {
    this.store = store;
    this.skeletons = new BoundedFolder(cache, mostBytes);
    this.localAllowed = localAllowed;
  }

  /**
   * The folder of a dataset.
   *
   * @param place {@code s3://bucket/prefix}, or a folder where that is allowed
   * @throws BadInputException {@code dataset-place}, {@code dataset-empty}
   */
  Root root(String place) {
    if (place.startsWith("s3://")) {
      return inBucket(key(place));
    }
    Path folder = local(place);
    if (!Files.isDirectory(folder)) {
      throw notThere("folder");
    }
    return new Root(folder, "", List.of());
  }

  /**
   * The key below this bucket that a place names, without a final slash.
   *
   * @throws BadInputException {@code dataset-place}
   */
  String key(String place) {
    Matcher matcher = IN_BUCKET.matcher(place);
    if (!matcher.matches() || !matcher.group(1).equals(store.bucket())) {
      throw BadInputException.of(
          "dataset-place",
          "Datasets lie in the bucket " + store.bucket() + "; the configuration names another.",
          "Copy the dataset there.");
    }
    return ObjectKey.require(matcher.group(2));
  }

  /**
   * A file or folder of this machine.
   *
   * @throws BadInputException {@code dataset-place} if that is not allowed
   */
  Path local(String place) {
    if (!localAllowed || place.contains("://")) {
      throw BadInputException.of(
          "dataset-place",
          "Required data in the bucket, s3://"
              + store.bucket()
              + "/<folder>, in loader_parameters.path_data, file_lists and"
              + " split_dataset.fname_split; found another place.",
          "Upload the dataset (PUT /api/datasets/<name>/<path>) and name it s3://"
              + store.bucket()
              + "/datasets/<name>, or let the training service read its own disk with"
              + " scanmill.training.local-data=true.");
    }
    Path path = Path.of(place);
    if (!path.isAbsolute()) {
      throw notThere("folder or file");
    }
    return path;
  }

  private static BadInputException notThere(String what) {
    return BadInputException.of(
        "dataset-place",
        "Required the absolute path of a "
            + what
            + " on the training service's machine in the configuration; found something else.",
        "Name one that exists by its absolute path.");
  }

  /** A file of the bucket on the local disk, under a path that depends on its content alone. */
  BoundedFolder.Lent file(String key) {
    StoredObject object =
        store
            .find(key)
            .orElseThrow(
                () ->
                    BadInputException.of(
                        "dataset-place",
                        "Required a file at s3://" + store.bucket() + "/" + key + "; found none.",
                        "Upload it, or correct the configuration."));
    String name = key.substring(key.lastIndexOf('/') + 1);
    String identity = ObjectIdentity.of(object);
    return skeletons.lend(
        Digests.hex((name + "\n" + identity).getBytes(StandardCharsets.UTF_8)),
        0,
        place -> {
          Files.createDirectories(place);
          ObjectIdentity.download(store, key, identity, place.resolve(name));
        });
  }

  private Root inBucket(String folder) {
    String prefix = ObjectKey.requirePrefix(folder + "/");
    List<StoredObject> objects;
    try (Stream<StoredObject> all = store.list(prefix)) {
      objects = all.filter(object -> !object.key().endsWith("/")).toList();
    }
    if (objects.isEmpty()) {
      throw BadInputException.of(
          "dataset-empty",
          "Required the files of a dataset below s3://"
              + store.bucket()
              + "/"
              + folder
              + "; found none.",
          "Upload the dataset (PUT /api/datasets/<name>/<path>) and name its folder.");
    }
    BoundedFolder.Lent skeleton =
        skeletons.lend(digest(objects), 0, place -> make(objects, prefix, place));
    return new Root(skeleton.path(), prefix, List.of(skeleton));
  }

  private static String digest(List<StoredObject> objects) {
    StringBuilder text = new StringBuilder(FORMAT);
    for (StoredObject object : objects) {
      text.append(object.key()).append('\0').append(object.etag()).append('\0');
    }
    return Digests.hex(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private void make(List<StoredObject> objects, String prefix, Path skeleton) throws IOException {
    Files.createDirectories(skeleton);
    ExecutorService asking = BucketShelf.threads(ASKING, "training-skeleton");
    try {
      List<Future<?>> all = new ArrayList<>();
      for (StoredObject object : objects) {
        String inside = ObjectKey.require(object.key()).substring(prefix.length());
        Path file = skeleton.resolve(inside).normalize();
        Path parent = file.getParent();
        if (parent == null || !parent.startsWith(skeleton)) {
          throw new IllegalStateException("A checked key stays within its folder");
        }
        Files.createDirectories(parent);
        all.add(asking.submit(() -> write(object, file)));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SharedPreparation.Stopped();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IOException("A skeleton of a dataset could not be made", e.getCause());
    } finally {
      List<Runnable> unused = asking.shutdownNow();
    }
  }

  private Path write(StoredObject object, Path file) throws IOException {
    if (isText(object.key())) {
      return Files.write(file, store.read(object.key()));
    }
    String identity =
        store
            .find(object.key())
            .filter(now -> now.etag().equals(object.etag()))
            .map(ObjectIdentity::of)
            .orElseGet(() -> ObjectIdentity.of(object)); // what is read later is found changed
    return Files.writeString(file, OBJECT + identity + "\n");
  }

  /** Tables, sidecars and lists; all that is read before an image is. */
  static boolean isText(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return lower.endsWith(".json") || lower.endsWith(".tsv") || lower.endsWith(".joblib");
  }

  /** What an image of a skeleton was when that was made, as {@link ObjectIdentity} tells it. */
  static String identity(Path file) throws IOException {
    String line = Files.readString(file).strip();
    if (!line.startsWith(OBJECT)) {
      throw new IOException("No image of a dataset's skeleton");
    }
    return line.substring(OBJECT.length());
  }
}
