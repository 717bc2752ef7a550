package scanmill.kit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import scanmill.events.ArtifactRef;
import scanmill.events.ModelRef;
import scanmill.problems.BadInputException;

/**
 * Model packages on the local disk, brought there once per version; those that were not used for
 * longest go when the disk's share is full. What lies there was checked file by file against the
 * bucket's digests; whoever opens the package checks its own.
 *
 * <p>Several services and processes may share the folder. Safe for use by many threads.
 */
public final class ModelFolders {
  /** What is done with a package's folder. */
  @FunctionalInterface
  public interface Use<T> {
    T of(Path folder) throws IOException;
  }

  private final ObjectStore store;
  private final BoundedFolder kept;

  /**
   * @param cache made if absent
   * @param mostBytes that versions not in use may take
   */
  public ModelFolders(ObjectStore store, Path cache, long mostBytes) {
    this.store = store;
    this.kept = new BoundedFolder(cache, mostBytes);
  }

  /**
   * Lends the folder of a version, named as the model.
   *
   * @throws BadInputException {@code model-missing} if the bucket has no files of it
   * @throws IOException of the use
   */
  public <T> T with(ModelRef model, Use<T> use) throws IOException {
    try (BoundedFolder.Lent version =
        kept.lend(model.version(), 0, coming -> bring(model, coming))) {
      return use.of(version.path().resolve(model.name()));
    }
  }

  private void bring(ModelRef model, Path version) throws IOException {
    List<ArtifactRef> files = new PublishedModels(store).files(model);
    if (files.isEmpty()) {
      throw BadInputException.of(
          "model-missing",
          "Required the files of model " + model.version() + " in the bucket; found none.",
          "Publish the model again.");
    }
    Path folder = Files.createDirectories(version.resolve(model.name()));
    for (ArtifactRef file : files) {
      Path target = folder.resolve(file.key().substring(model.prefix().length())).normalize();
      if (!target.startsWith(folder)) {
        throw BadInputException.of(
            "model-path-escapes",
            "The files of a model lie within its folder; one of " + model.version() + " does not.",
            "Publish the model again.");
      }
      Files.createDirectories(target.getParent() == null ? folder : target.getParent());
      store.download(file, target);
    }
  }
}
