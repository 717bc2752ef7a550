package scanmill.gateway;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import scanmill.ids.RunId;
import scanmill.kit.ObjectStore;
import scanmill.kit.StoredObject;

/**
 * What a run wrote for people to look at: curves, pictures, animations, TensorBoard's files. They
 * lie in the bucket from its first epoch on. Safe to use from several threads.
 */
@Singleton
class RunFiles {
  private static final int MOST = 1_000;

  private final ObjectStore store;

  /**
   * One file.
   *
   * @param name below the run's outputs, {@code gifs/sub-01__T2w__12.gif}
   * @param version changes with its content
   */
  record RunFile(String name, String key, long size, Instant modified, String version) {}

  @Inject
  RunFiles(ObjectStore store) {
    this.store = store;
  }

  /** By name; of very many the first. */
  List<RunFile> of(RunId run) {
    String prefix = "training/" + run + "/outputs/";
    try (Stream<StoredObject> all = store.list(prefix)) {
      return all.limit(MOST)
          .map(
              object ->
                  new RunFile(
                      object.key().substring(prefix.length()),
                      object.key(),
                      object.size(),
                      object.lastModified(),
                      object.etag()))
          .toList();
    }
  }
}
