package scanmill.trainer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import scanmill.configuration.Config;
import scanmill.datasets.SourceFiles;
import scanmill.kit.BoundedFolder;
import scanmill.kit.Folders;
import scanmill.kit.ObjectIdentity;
import scanmill.kit.ObjectStore;
import scanmill.problems.BadInputException;

/**
 * What a run reads: the folders of its datasets, its lists, and the contents of images as they are
 * asked for. Close it when the run leaves. Safe for use by many threads.
 */
final class OpenData implements SourceFiles, AutoCloseable {
  private static final String IN_BUCKET = "s3://";

  private final ObjectStore store;
  private final SourceFiles disk;
  private final Path folder;
  private final List<Datasets.Root> roots = new ArrayList<>();
  private final List<Datasets.Root> lists = new ArrayList<>();
  private final List<BoundedFolder.Lent> files = new ArrayList<>();
  private final AtomicLong brought = new AtomicLong();
  private final Config config;
  private boolean listOnDisk;

  /**
   * Opens what a configuration names.
   *
   * @param disk reads files of this machine
   * @param folder for what is brought; of this run alone
   * @throws BadInputException {@code dataset-place}, {@code dataset-empty}, {@code object-missing}
   */
  static OpenData of(
      Config config, Datasets datasets, ObjectStore store, SourceFiles disk, Path folder) {
    return new OpenData(config, datasets, store, disk, folder);
  }

  private OpenData(
      Config asked, Datasets datasets, ObjectStore store, SourceFiles disk, Path folder) {
    this.store = store;
    this.disk = disk;
    this.folder = Folders.fresh(folder);
    boolean opened = false;
    try {
      if (asked.loaderParameters().fileLists().filter(OpenData::needsNoDataset).isEmpty()) {
        for (String place : asked.loaderParameters().pathData()) {
          roots.add(datasets.root(place));
        }
      }
      this.config = localised(asked, datasets);
      opened = true;
    } finally {
      if (!opened) {
        close();
      }
    }
  }

  /** Whether a list is found without a dataset's folder to look in. */
  private static boolean needsNoDataset(String list) {
    return list.startsWith(IN_BUCKET) || Path.of(list).isAbsolute();
  }

  /** With paths of this machine for lists and splits; its folders are {@link #folders}. */
  private Config localised(Config asked, Datasets datasets) {
    ObjectNode json = asked.toJson();
    asked
        .splitDataset()
        .fnameSplit()
        .ifPresent(
            place ->
                json.withObjectProperty("split_dataset")
                    .put("fname_split", split(place, datasets).toString()));
    asked
        .loaderParameters()
        .fileLists()
        .ifPresent(
            place ->
                json.withObjectProperty("loader_parameters")
                    .put("file_lists", list(place, datasets).toString()));
    asked
        .objectDetectionParams()
        .objectDetectionPath()
        .ifPresent(
            place ->
                json.withObjectProperty("object_detection_params")
                    .put("object_detection_path", finder(place, datasets).toString()));
    return Config.parse(json.toString(), "config").config();
  }

  /** Scans of the bucket are prepared by replicas, which have no model that finds. */
  private Path finder(String place, Datasets datasets) {
    if (inBucket()) {
      throw BadInputException.of(
          "detection-in-bucket",
          "object_detection_params.object_detection_path: required null to learn from a dataset in"
              + " the bucket; found "
              + place
              + ".",
          "Set it to null, or train with data and models on the training service's own disk"
              + " (scanmill train without --server).");
    }
    return datasets.local(place);
  }

  /** A file that a path relative to a dataset's folder names. */
  private Optional<Path> inDataset(String place) {
    for (Datasets.Root root : roots) {
      Path file = root.folder().resolve(place).normalize();
      if (file.startsWith(root.folder()) && Files.isRegularFile(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  private Path split(String place, Datasets datasets) {
    if (!place.startsWith(IN_BUCKET)) {
      return inDataset(place).orElseGet(() -> datasets.local(place));
    }
    String key = datasets.key(place);
    BoundedFolder.Lent lent = datasets.file(key);
    files.add(lent);
    return lent.path().resolve(key.substring(key.lastIndexOf('/') + 1));
  }

  /** A list names files beside and below itself. */
  private Path list(String place, Datasets datasets) {
    if (!place.startsWith(IN_BUCKET)) {
      Optional<Path> inside = inDataset(place);
      listOnDisk = inside.isEmpty();
      return inside.orElseGet(() -> datasets.local(place));
    }
    String key = datasets.key(place);
    int slash = key.lastIndexOf('/');
    if (slash < 0) {
      throw BadInputException.of(
          "dataset-place",
          "Required a list of files within a folder of the bucket; found one outside of any.",
          "Put it beside the data that it lists.");
    }
    Datasets.Root root = datasets.root("s3://" + store.bucket() + "/" + key.substring(0, slash));
    lists.add(root);
    return root.folder().resolve(key.substring(slash + 1));
  }

  /** The configuration with lists and splits on this machine. */
  Config config() {
    return config;
  }

  /** Folders of the datasets. */
  List<Path> folders() {
    return roots.stream().map(Datasets.Root::folder).toList();
  }

  /** Whether every image lies in the bucket, where others can read it too. */
  boolean inBucket() {
    return !listOnDisk
        && Stream.concat(roots.stream(), lists.stream()).noneMatch(root -> root.prefix().isEmpty());
  }

  /** The object that a file of a skeleton stands for. */
  Optional<String> key(Path file) {
    Path sought = file.toAbsolutePath().normalize();
    for (List<Datasets.Root> all : List.of(roots, lists)) {
      for (Datasets.Root root : all) {
        Path within = root.folder().toAbsolutePath().normalize();
        if (!root.prefix().isEmpty() && sought.startsWith(within)) {
          String inside = within.relativize(sought).toString().replace('\\', '/');
          return Optional.of(root.prefix() + inside);
        }
      }
    }
    if (inBucket()) {
      throw BadInputException.of(
          "dataset-place",
          "Required files in the folder of the list that names them; found one elsewhere.",
          "Put the list of loader_parameters.file_lists above all files that it names.");
    }
    return Optional.empty();
  }

  @Override
  public String identity(Path file) throws IOException {
    return key(file).isEmpty() ? disk.identity(file) : Datasets.identity(file);
  }

  /**
   * {@inheritDoc}
   *
   * @throws BadInputException {@code object-changed} if it is not what it was when the run began
   */
  @Override
  public Path local(Path file) throws IOException {
    Optional<String> key = key(file);
    if (key.isEmpty()) {
      return disk.local(file);
    }
    Path copy =
        Files.createDirectories(folder.resolve("sources"))
            .resolve(brought.incrementAndGet() + "-" + file.getFileName());
    ObjectIdentity.download(store, key.get(), identity(file), copy);
    return copy;
  }

  @Override
  public void done(Path local) throws IOException {
    if (local.startsWith(folder)) {
      Files.deleteIfExists(local);
    } else {
      disk.done(local);
    }
  }

  @Override
  public void close() {
    roots.forEach(root -> root.skeleton().forEach(BoundedFolder.Lent::close));
    lists.forEach(root -> root.skeleton().forEach(BoundedFolder.Lent::close));
    files.forEach(BoundedFolder.Lent::close);
    Folders.remove(folder);
  }
}
