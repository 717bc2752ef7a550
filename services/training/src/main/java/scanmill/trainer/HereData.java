package scanmill.trainer;

import java.io.IOException;
import java.nio.file.Path;
import scanmill.datasets.SourceFiles;
import scanmill.training.DataAccess;
import scanmill.training.FolderShelf;
import scanmill.training.PreparedShelf;

/**
 * Data of one run of which a part lies on this machine's disk, where no replica can read it: all of
 * it is prepared here, for later runs too, and augmented here.
 *
 * @param prepared folder that outlives the run
 */
record HereData(OpenData data, Path prepared) implements DataAccess {
  @Override
  public SourceFiles files() {
    return data;
  }

  @Override
  public PreparedShelf shelf(long mostBytes, int workers) throws IOException {
    return new FolderShelf(prepared, data, mostBytes, workers);
  }
}
