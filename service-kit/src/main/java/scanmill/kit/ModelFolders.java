package scanmill.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.problems.BadInputException;

/**
 * Model packages on the local disk, brought there once per version. What lies there was checked
 * file by file against the bucket's digests; whoever opens the package checks its own.
 *
 * <p>Several services and processes may share the folder. Safe for use by many threads.
 */
public final class ModelFolders {
  private final ObjectStore store;
  private final Path cache;
  private final Map<String, Object> locks = new ConcurrentHashMap<>();

  /**
   * @param cache made if absent; may be emptied while no service runs
   */
  public ModelFolders(ObjectStore store, Path cache) {
    this.store = store;
    this.cache = cache;
  }

  /**
   * The folder of a version, named as the model.
   *
   * @throws BadInputException {@code model-missing} if the bucket has no files of it
   */
  public Path folder(ModelRef model) {
    Path version = cache.resolve(model.version());
    Path folder = version.resolve(model.name());
    synchronized (locks.computeIfAbsent(model.version(), v -> new Object())) {
      if (!Files.isDirectory(folder)) {
        bring(model, version);
      }
    }
    return folder;
  }

  private void bring(ModelRef model, Path version) {
    List<ArtifactRef> files = new PublishedModels(store).files(model);
    if (files.isEmpty()) {
      throw BadInputException.of(
          "model-missing",
          "Required the files of model " + model.version() + " in the bucket; found none.",
          "Publish the model again.");
    }
    try {
      Files.createDirectories(cache);
      Path coming = Files.createTempDirectory(cache, "coming-");
      Path folder = Files.createDirectory(coming.resolve(model.name()));
      for (ArtifactRef file : files) {
        Path target = folder.resolve(file.key().substring(model.prefix().length())).normalize();
        if (!target.startsWith(folder)) {
          throw BadInputException.of(
              "model-path-escapes",
              "The files of a model lie within its folder; one of "
                  + model.version()
                  + " does not.",
              "Publish the model again.");
        }
        Files.createDirectories(target.getParent() == null ? folder : target.getParent());
        store.download(file, target);
      }
      try {
        Files.move(coming, version, StandardCopyOption.ATOMIC_MOVE);
      } catch (FileAlreadyExistsException | java.nio.file.DirectoryNotEmptyException raced) {
        remove(coming); // another process was faster with the same files
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Model " + model.version() + " could not be kept on disk", e);
    }
  }

  private static void remove(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
