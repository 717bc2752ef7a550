package scanmill.training;

import java.io.IOException;
import java.nio.file.Path;
import scanmill.datasets.DiskFiles;
import scanmill.datasets.SourceFiles;

/**
 * Everything on this machine: datasets on its disk, scans prepared by its threads into a cache
 * folder that runs of the same data share.
 */
public final class LocalData implements DataAccess {
  private final Path prepared;

  /**
   * @param cache a folder that outlives the run; what is in it can be made again
   */
  public LocalData(Path cache) {
    this.prepared = cache.resolve("prepared");
  }

  @Override
  public SourceFiles files() throws IOException {
    return DiskFiles.remembering(prepared.resolve("digests.tsv"));
  }

  @Override
  public PreparedShelf shelf(long mostBytes, int workers) throws IOException {
    return new FolderShelf(prepared, files(), mostBytes, workers);
  }
}
