package scanmill.kit;

import java.nio.file.Files;
import java.nio.file.Path;
import scanmill.events.ArtifactRef;

/**
 * Objects that do not change, kept on the local disk under their digest up to a bound. Safe for use
 * by many threads.
 */
public final class ObjectCopies {
  private final ObjectStore store;
  private final BoundedFolder folder;

  /**
   * @param place made if absent
   * @param most bytes that copies not in use may take
   */
  public ObjectCopies(ObjectStore store, Path place, long most) {
    this.store = store;
    this.folder = new BoundedFolder(place, most);
  }

  /** Lends an object as a file, checked when it was brought. */
  public BoundedFolder.Lent lend(ArtifactRef artifact) {
    return folder.lend(artifact.sha256(), artifact.size(), file -> store.download(artifact, file));
  }

  /** Keeps a file that was put into the bucket, so that it need not come back, if there is room. */
  public void keep(ArtifactRef artifact, Path file) {
    if (folder.room() >= artifact.size()) {
      folder.lend(artifact.sha256(), artifact.size(), place -> Files.move(file, place)).close();
    }
  }

  /** Bounds what is kept from now on. */
  public void limit(long most) {
    folder.limit(most);
  }

  /** What the copies take. */
  public long bytes() {
    return folder.bytes();
  }
}
